#include "ivr/text_phone/xml.h"

#include <algorithm>
#include <charconv>

#include "ivr/spoken_text.h"

namespace latchkey::ivr {

namespace {

constexpr int depth_max = 32;

// Thrown and caught in this file only.
struct NotWellFormed {
  std::string what;
  std::size_t at;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
  return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

void append_utf8(std::string& out, unsigned long code) {
  const auto put = [&](unsigned long byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      put(0xE0 | (code >> 12));
    } else {
      put(0xF0 | (code >> 18));
      put(0x80 | ((code >> 12) & 0x3F));
    }
    put(0x80 | ((code >> 6) & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

bool is_xml_character(unsigned long code) {
  if (code < 0x20) return code == 0x9 || code == 0xA || code == 0xD;
  if (code >= 0xD800 && code <= 0xDFFF) return false;
  return code <= 0x10FFFF && code != 0xFFFE && code != 0xFFFF;
}

class XmlParser {
 public:
  explicit XmlParser(std::string_view document) : text_(document) {}

  XmlElement document() {
    check_characters();
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    skip_around();
    if (!looking_at("<")) fail("no root element");
    XmlElement root = element(0);
    skip_around();
    if (at_ != text_.size()) fail("something follows the root element");
    return root;
  }

 private:
  [[noreturn]] void fail(std::string what) const { throw NotWellFormed{std::move(what), at_}; }

  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void check_characters() {
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t length = character_length(text_, i);
      const bool fine = length > 0 && (is_speakable(text_, i, length) || is_space(text_[i]) ||
                                       text_[i] == 0x7F || length == 2);
      if (!fine) {
        at_ = i;
        fail("a character that XML forbids, or invalid UTF-8");
      }
      i += length;
    }
  }

  bool skip_spaces() {
    const std::size_t before = at_;
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ != before;
  }

  void skip_past(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) fail("no '" + std::string(end) + "'");
    at_ = found + end.size();
  }

  void skip_comment() {
    at_ += 4;
    const std::size_t dashes = text_.find("--", at_);
    skip_past("-->");
    if (dashes != at_ - 3) fail("'--' inside a comment");
  }

  void skip_instruction() {
    const std::string_view rest = text_.substr(at_);
    if (rest.size() > 5 && rest.starts_with("<?xml") && !continues_name(rest[5])) {
      const bool first = at_ == 0 || (at_ == 3 && text_[0] == '\xEF');
      if (!first) fail("something stands before <?xml");
    }
    skip_past("?>");
  }

  // What may stand before and after the root.
  void skip_around() {
    for (;;) {
      skip_spaces();
      if (looking_at("<!--")) {
        skip_comment();
      } else if (looking_at("<?")) {
        skip_instruction();
      } else if (looking_at("<!")) {
        fail("document types are not accepted");
      } else {
        return;
      }
    }
  }

  std::string name() {
    const std::size_t from = at_;
    if (at_ >= text_.size() || !begins_name(text_[at_])) fail("a name is missing");
    while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  void append_reference(std::string& out) {
    const std::size_t end = text_.find(';', at_);
    if (end == std::string_view::npos || end - at_ > 12) fail("a bare '&'");
    const std::string_view body = text_.substr(at_ + 1, end - at_ - 1);
    static constexpr std::pair<std::string_view, char> named[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    const auto* found = std::find_if(std::begin(named), std::end(named),
                                     [&](const auto& one) { return one.first == body; });
    if (found != std::end(named)) {
      out.push_back(found->second);
    } else {
      append_utf8(out, numeric_reference(body));
    }
    at_ = end + 1;
  }

  unsigned long numeric_reference(std::string_view body) const {
    if (!body.starts_with('#')) fail("an unknown entity");
    body.remove_prefix(1);
    const int base = body.starts_with('x') ? 16 : 10;
    if (base == 16) body.remove_prefix(1);
    unsigned long code = 0;
    const auto read = std::from_chars(body.data(), body.data() + body.size(), code, base);
    const bool whole = read.ec == std::errc() && read.ptr == body.data() + body.size();
    if (!whole || !is_xml_character(code)) fail("a character reference that XML forbids");
    return code;
  }

  std::string attribute_value() {
    if (!looking_at("\"") && !looking_at("'")) fail("an attribute's value is not quoted");
    const char quote = text_[at_++];
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '<') fail("'<' inside an attribute");
      if (text_[at_] == '&') {
        append_reference(out);
      } else {
        out.push_back(is_space(text_[at_]) ? ' ' : text_[at_]);
        ++at_;
      }
    }
    if (at_ == text_.size()) fail("an attribute does not end");
    ++at_;
    return out;
  }

  void attributes(XmlElement& element) {
    for (;;) {
      const bool spaced = skip_spaces();
      if (looking_at(">") || looking_at("/>")) return;
      if (!spaced) fail("no space before an attribute");
      std::string attribute = name();
      if (element.attribute(attribute) != nullptr) fail("the attribute " + attribute + " twice");
      skip_spaces();
      if (!looking_at("=")) fail("the attribute " + attribute + " has no value");
      ++at_;
      skip_spaces();
      element.attributes.emplace_back(std::move(attribute), attribute_value());
    }
  }

  XmlElement element(int depth) {
    if (depth > depth_max) fail("elements lie too deep");
    XmlElement out;
    ++at_;
    out.name = name();
    attributes(out);
    if (looking_at("/>")) {
      at_ += 2;
      return out;
    }
    ++at_;
    content(out, depth);
    return out;
  }

  void content(XmlElement& out, int depth) {
    std::string text;
    const auto keep_text = [&] {
      if (!text.empty()) out.children.emplace_back(std::move(text));
      text.clear();
    };
    for (;;) {
      if (at_ >= text_.size()) fail("<" + out.name + "> does not end");
      if (text_[at_] == '&') {
        append_reference(text);
      } else if (text_[at_] != '<') {
        if (looking_at("]]>")) fail("']]>' in text");
        text.push_back(text_[at_++]);
      } else if (looking_at("</")) {
        keep_text();
        return close(out);
      } else if (looking_at("<!--")) {
        skip_comment();
      } else if (looking_at("<![CDATA[")) {
        at_ += 9;
        const std::size_t from = at_;
        skip_past("]]>");
        text.append(text_, from, at_ - 3 - from);
      } else if (looking_at("<?")) {
        skip_instruction();
      } else {
        keep_text();
        out.children.emplace_back(element(depth + 1));
      }
    }
  }

  void close(const XmlElement& out) {
    at_ += 2;
    if (name() != out.name) fail("<" + out.name + "> is closed by another name");
    skip_spaces();
    if (!looking_at(">")) fail("a closing tag does not end");
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const std::string* XmlElement::attribute(std::string_view wanted) const {
  for (const auto& [name_, value] : attributes) {
    if (name_ == wanted) return &value;
  }
  return nullptr;
}

std::string XmlElement::text() const {
  std::string out;
  for (const XmlNode& child : children) {
    if (const auto* text = std::get_if<std::string>(&child)) out += *text;
  }
  return out;
}

std::vector<const XmlElement*> XmlElement::elements() const {
  std::vector<const XmlElement*> out;
  for (const XmlNode& child : children) {
    if (const auto* element = std::get_if<XmlElement>(&child)) out.push_back(element);
  }
  return out;
}

std::variant<XmlElement, XmlError> read_xml(std::string_view document) {
  try {
    return XmlParser(document).document();
  } catch (const NotWellFormed& error) {
    return XmlError{error.what, error.at};
  }
}

}  // namespace latchkey::ivr
