// A strict reader for the XML that a phone provider accepts: elements, attributes, text.
//
// It exists so that the text phone judges documents as a provider does: whatever is not well-formed
// is refused with its place, nothing is guessed. No document types, no entities but the five and
// numbers, no namespaces. Depth and size are bounded. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace latchkey::ivr {

struct XmlElement;

// Text (entities resolved, CDATA taken as it is) or a child element, in document order.
using XmlNode = std::variant<std::string, XmlElement>;

struct XmlElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  // in order; no name twice
  std::vector<XmlNode> children;

  // The attribute's value, or nothing (a null pointer) if it is not given.
  const std::string* attribute(std::string_view wanted) const;
  // All text directly inside, joined.
  std::string text() const;
  std::vector<const XmlElement*> elements() const;
};

struct XmlError {
  std::string what;
  std::size_t at = 0;  // byte offset
};

// The root element. Nothing but comments and processing instructions may stand around it, and
// nothing at all before "<?xml" if that is there.
std::variant<XmlElement, XmlError> read_xml(std::string_view document);

}  // namespace latchkey::ivr
