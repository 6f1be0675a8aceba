#include "core/base/text_pattern.h"

#include <fmt/format.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "core/base/fault.h"

namespace latchkey {

// ---- Counting -----------------------------------------------------------------------------------

struct Counting::Impl {
  std::unique_ptr<icu::PluralRules> rules;
  // The formatter builds itself anew after its first few uses; nobody else may look then.
  mutable std::mutex mutex;
  icu::number::LocalizedNumberFormatter format;
  std::vector<Form> needed;
};

Counting::Counting(const std::string& locale) : impl_(std::make_unique<Impl>()) {
  const icu::Locale icu_locale = icu::Locale::createFromName(locale.c_str());
  UErrorCode status = U_ZERO_ERROR;
  impl_->rules.reset(icu::PluralRules::forLocale(icu_locale, status));
  impl_->format = icu::number::NumberFormatter::withLocale(icu_locale);
  if (U_FAILURE(status) || icu_locale.isBogus())
    throw ConfigFault(fmt::format("the language \"{}\" is not known to ICU", locale));
  impl_->needed = find_forms();
}

Counting::~Counting() = default;
Counting::Counting(Counting&&) noexcept = default;
Counting& Counting::operator=(Counting&&) noexcept = default;

std::string Counting::form(std::int64_t number) const {
  std::string out;
  impl_->rules->select(static_cast<double>(number)).toUTF8String(out);
  return out;
}

std::string Counting::written(std::int64_t number) const {
  const std::lock_guard one_at_a_time(impl_->mutex);
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  impl_->format.formatInt(number, status).toString(status).toUTF8String(out);
  return U_FAILURE(status) ? std::to_string(number) : out;
}

const std::vector<Counting::Form>& Counting::forms_needed() const { return impl_->needed; }

std::vector<Counting::Form> Counting::find_forms() const {
  constexpr std::int64_t told_max = 1000;
  std::vector<Form> out;
  for (std::int64_t number = 0; number <= told_max; ++number) {
    const std::string name = form(number);
    const auto known =
        std::find_if(out.begin(), out.end(), [&](const Form& one) { return one.name == name; });
    if (known == out.end())
      out.push_back({name, number, std::nullopt});
    else if (!known->second)
      known->second = number;
  }
  return out;
}

bool Counting::knows(std::string_view form) const {
  return impl_->rules->isKeyword(
             icu::UnicodeString::fromUTF8({form.data(), static_cast<int32_t>(form.size())})) != 0;
}

// ---- Parsing ------------------------------------------------------------------------------------

namespace {

constexpr std::array<std::string_view, 6> forms = {"zero", "one", "two", "few", "many", "other"};

bool is_name_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

bool is_form(std::string_view form) {
  if (std::find(forms.begin(), forms.end(), form) != forms.end()) return true;
  return form.size() > 1 && form[0] == '=' &&
         std::all_of(form.begin() + 1, form.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

class TextPattern::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<Piece> whole() {
    std::vector<Piece> pieces = until_brace(Inside::text);
    if (!done()) throw ConfigFault("there is a } without its {");
    return pieces;
  }

 private:
  enum class Inside { text, plural };

  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  void skip_spaces() {
    while (peek() == ' ' || peek() == '\n') ++at_;
  }
  void expect(char c, const char* why) {
    skip_spaces();
    if (peek() != c) throw ConfigFault(why);
    ++at_;
  }

  // Everything up to the closing brace (not taken) or the end.
  std::vector<Piece> until_brace(Inside inside) {
    std::vector<Piece> pieces;
    std::string literal;
    const auto flush = [&] {
      if (!literal.empty()) pieces.push_back({Piece::Kind::literal, std::move(literal), {}});
      literal.clear();
    };
    while (!done() && peek() != '}') {
      if (peek() == '{') {
        flush();
        pieces.push_back(value(inside));
      } else if (peek() == '#' && inside == Inside::plural) {
        flush();
        ++at_;
        pieces.push_back({Piece::Kind::number_sign, {}, {}});
      } else {
        literal += text_[at_++];
      }
    }
    flush();
    return pieces;
  }

  std::string word() {
    skip_spaces();
    std::string out;
    while (is_name_char(peek()) || peek() == '=') out += text_[at_++];
    return out;
  }

  Piece value(Inside inside) {
    expect('{', "a { is missing");
    Piece piece{Piece::Kind::value, word(), {}};
    if (piece.text.empty() || piece.text.find('=') != std::string::npos)
      throw ConfigFault("after { comes a name of small letters, digits and _");
    skip_spaces();
    if (peek() == ',') {
      if (inside == Inside::plural) throw ConfigFault("a plural can't hold another plural");
      ++at_;
      if (word() != "plural") throw ConfigFault("after the comma only \"plural\" is known");
      expect(',', "after \"plural\" comes a comma");
      piece.kind = Piece::Kind::plural;
      piece.cases = cases();
    }
    expect('}', "a { is not closed by }");
    return piece;
  }

  std::vector<Case> cases() {
    std::vector<Case> out;
    for (skip_spaces(); !done() && peek() != '}'; skip_spaces()) {
      Case one{word(), {}};
      if (!is_form(one.form))
        throw ConfigFault(fmt::format("plural forms are {} or =N", fmt::join(forms, ", ")));
      expect('{', "after a plural form comes its text in braces");
      one.pieces = until_brace(Inside::plural);
      expect('}', "the text of a plural form is not closed by }");
      out.push_back(std::move(one));
    }
    const auto is_other = [](const Case& c) { return c.form == "other"; };
    if (std::none_of(out.begin(), out.end(), is_other))
      throw ConfigFault("a plural needs the form other{…}");
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

TextPattern TextPattern::parse(std::string_view text) {
  TextPattern pattern;
  pattern.pieces_ = Parser(text).whole();
  mark_lines(pattern.pieces_);
  return pattern;
}

void TextPattern::mark_lines(std::vector<Piece>& pieces) {
  std::vector<Piece*> values;  // of the line at hand
  bool words = false;
  const auto end_line = [&] {
    for (Piece* value : values)
      value->line = words ? Piece::Line::has_words : Piece::Line::values_alone;
    values.clear();
    words = false;
  };
  for (Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::value) values.push_back(&piece);
    if (piece.kind == Piece::Kind::plural) words = true;
    if (piece.kind != Piece::Kind::literal) continue;
    for (const char c : piece.text) {
      if (c == '\n') end_line();
      words = words || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              static_cast<unsigned char>(c) >= 0x80;
    }
  }
  end_line();
}

// ---- Filling in ---------------------------------------------------------------------------------

class TextPattern::Filler {
 public:
  Filler(std::span<const TextValue> values, const Counting& counting, Isolation isolation)
      : values_(values), counting_(counting), isolation_(isolation) {}

  void write(const std::vector<Piece>& pieces, std::int64_t counted) {
    for (const Piece& piece : pieces) switch (piece.kind) {
        case Piece::Kind::literal:
          out_ += piece.text;
          break;
        case Piece::Kind::number_sign:
          out_ += counting_.written(counted);
          break;
        case Piece::Kind::value:
          write_value(piece);
          break;
        case Piece::Kind::plural:
          write_plural(piece);
          break;
      }
  }

  std::string take() { return std::move(out_); }

 private:
  const TextValue& find(const std::string& name) const {
    for (const TextValue& value : values_)
      if (value.name == name) return value;
    throw Bug("a text needs a value for {" + name + "}");
  }

  void write_value(const Piece& piece) {
    const TextValue& given = find(piece.text);
    if (const auto* text = std::get_if<std::string_view>(&given.value))
      write_text(*text, piece.line);
    if (const auto* number = std::get_if<std::int64_t>(&given.value))
      out_ += counting_.written(*number);
  }

  void write_text(std::string_view text, Piece::Line line) {
    if (isolation_ == Isolation::none || line == Piece::Line::values_alone) {
      out_ += text;
      return;
    }
    constexpr std::string_view first_strong_isolate = "\u2068", pop_isolate = "\u2069";
    out_.append(first_strong_isolate).append(text).append(pop_isolate);
  }

  void write_plural(const Piece& piece) {
    const auto* number = std::get_if<std::int64_t>(&find(piece.text).value);
    if (!number) throw Bug("a text needs a number for {" + piece.text + "}");
    const std::string exactly = "=" + std::to_string(*number);
    const std::string form = counting_.form(*number);
    const Case* chosen = nullptr;
    for (const Case& one : piece.cases) {
      if (one.form == exactly) {
        chosen = &one;
        break;
      }
      if (one.form == form || (!chosen && one.form == "other")) chosen = &one;
    }
    ensure(chosen != nullptr, "a parsed plural has the form other");
    write(chosen->pieces, *number);
  }

  std::span<const TextValue> values_;
  const Counting& counting_;
  Isolation isolation_;
  std::string out_;
};

std::string TextPattern::fill(std::span<const TextValue> values, const Counting& counting,
                              Isolation isolation) const {
  Filler filler(values, counting, isolation);
  filler.write(pieces_, 0);
  return filler.take();
}

std::string TextPattern::flaw_of_plurals(const Counting& counting) const {
  const auto& needed = counting.forms_needed();
  for (const Piece& piece : pieces_) {
    if (piece.kind != Piece::Kind::plural) continue;
    const auto has = [&](const std::string& form) {
      return std::any_of(piece.cases.begin(), piece.cases.end(),
                         [&](const Case& one) { return one.form == form; });
    };
    for (const Counting::Form& form : needed)
      if (!has(form.name) && (form.second || !has("=" + std::to_string(form.first))))
        return fmt::format(
            "the plural of {{{}}} lacks the form {}{{…}}, which this language has for {}",
            piece.text, form.name, form.first);
    for (const Case& one : piece.cases)
      if (one.form.front() != '=' && !counting.knows(one.form))
        return fmt::format(
            "the plural of {{{}}} has a form {}{{…}}, which this language never takes", piece.text,
            one.form);
  }
  return {};
}

void TextPattern::collect(const std::vector<Piece>& pieces, std::vector<std::string>& names) {
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::value || piece.kind == Piece::Kind::plural)
      names.push_back(piece.text);
    for (const Case& one : piece.cases) collect(one.pieces, names);
  }
}

std::vector<std::string> TextPattern::names() const {
  std::vector<std::string> out;
  collect(pieces_, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace latchkey
