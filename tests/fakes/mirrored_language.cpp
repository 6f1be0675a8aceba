#include "tests/fakes/mirrored_language.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>

#include "core/base/texts.h"

namespace latchkey::fakes {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view arabic[26] = {"ا", "ب", "ك", "د", "ي", "ف", "ج", "ه", "ى",
                                         "ج", "ق", "ل", "م", "ن", "و", "ب", "ق", "ر",
                                         "س", "ت", "ؤ", "ف", "و", "خ", "ي", "ز"};

std::string arabic_letters(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char low = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (low >= 'a' && low <= 'z')
      out += arabic[low - 'a'];
    else
      out += c;
  }
  return out;
}

// Where the brace at `open` closes. Needs: it does; the loader has read this text.
std::size_t closing(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return text.size();
}

// `inside`: "tries, plural, one{# try} other{# tries}".
std::string mirrored_plural(std::string_view inside) {
  const std::size_t cases = inside.find(',', inside.find(',') + 1) + 1;
  std::map<std::string, std::string, std::less<>> forms;
  for (std::size_t at = cases; at < inside.size();) {
    const std::size_t open = inside.find('{', at);
    if (open == std::string_view::npos) break;
    const std::size_t close = closing(inside, open);
    std::string form(inside.substr(at, open - at));
    std::erase(form, ' ');
    forms[form] = mirrored(inside.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  std::string out = "{" + std::string(inside.substr(0, cases));
  for (const auto& [form, text] : forms)
    if (form.front() == '=') out += " " + form + "{" + text + "}";
  for (const char* form : {"zero", "one", "two", "few", "many", "other"}) {
    const auto own = forms.find(form);
    out +=
        std::string(" ") + form + "{" + (own == forms.end() ? forms["other"] : own->second) + "}";
  }
  return out + "}";
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text)
    if (c == '\n')
      out += "\\n";
    else
      out.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
  return out + "\"";
}

// "enter_code.title" → "enter_code"."title": names may have letters beyond ASCII.
std::string quoted_key(std::string_view key) {
  std::string out = "\"";
  for (const char c : key)
    if (c == '.')
      out += "\".\"";
    else
      out += c;
  return out + "\"";
}

// One line of an article: its marks stay as they are.
std::string mirrored_markdown(const std::string& line) {
  static const std::regex marks(R"(^(#+|-|\d+\.) |\*\*|\[|\]\([^)]*\))");
  std::string out;
  std::sregex_iterator at(line.begin(), line.end(), marks);
  auto from = line.begin();
  for (const std::sregex_iterator none; at != none; ++at) {
    out += mirrored(std::string(from, (*at)[0].first)) + at->str();
    from = (*at)[0].second;
  }
  return out + mirrored(std::string(from, line.end()));
}

void write_mirrored_articles(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& file : fs::directory_iterator(from)) {
    std::ifstream in(file.path());
    std::ofstream out(to / file.path().filename());
    for (std::string line; std::getline(in, line);) out << mirrored_markdown(line) << '\n';
  }
}

}  // namespace

std::string mirrored(std::string_view pattern) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = std::min(pattern.find('{', at), pattern.size());
    out += arabic_letters(pattern.substr(at, open - at));
    if (open == pattern.size()) break;
    const std::size_t close = closing(pattern, open);
    const std::string_view inside = pattern.substr(open + 1, close - open - 1);
    out += inside.find(',') == std::string_view::npos ? "{" + std::string(inside) + "}"
                                                      : mirrored_plural(inside);
    at = close + 1;
  }
  return out;
}

void write_mirrored_content(const fs::path& from, const fs::path& to) {
  fs::copy(from, to, fs::copy_options::recursive);
  const fs::path folder = to / mirrored_code;
  fs::create_directories(folder);
  std::ofstream(folder / "language.toml")
      << "english_name = \"Mirrored English\"\nendonym = " << in_quotes(mirrored("English"))
      << "\ndirection = \"right_to_left\"\nspeech_locale = \"" << mirrored_code
      << "\"\noffer_voice = " << in_quotes(mirrored("For English, press {key}."))
      << "\n[dates]\nday = \"EEEE d MMMM\"\nmoment = \"{day}، {time}\"\n";
  const Texts texts = Texts::load(from);
  // One file for each first part of a key: how English cuts its files is its own affair.
  std::map<std::string, std::string> files;
  for (const std::string& key : texts.keys("en")) {
    const std::size_t dot = key.find('.');
    files[key.substr(0, dot)] += quoted_key(std::string_view(key).substr(dot + 1)) + " = " +
                                 in_quotes(mirrored(texts.raw("en", key))) + "\n";
  }
  for (const auto& [name, text] : files) std::ofstream(folder / (name + ".toml")) << text;
  const fs::path articles = fs::path("guidance") / "articles";
  write_mirrored_articles(from / "en" / articles, folder / articles);
}

}  // namespace latchkey::fakes
