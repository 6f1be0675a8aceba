// Short pages to read: what is good to know before, besides and after a recovery.
//
// content/<lang>/guidance/articles/*.md, in Markdown: a title, headings, paragraphs, lists, bold
// words, and links to our own pages. Nothing else: an article is read into values that the page's
// template escapes, so what whoever writes one pastes into it can't become a script, a picture or a
// way out to a stranger's page. {clinic}, {portal} and {phone} are the clinic's own.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text_pattern.h"

namespace latchkey::kiosk {

struct Run {  // some words of a line
  enum class Look { plain, strong, link } look = Look::plain;
  TextPattern words;
  std::string path;  // of a link: "/check"
};
using Line = std::vector<Run>;

struct Block {
  enum class Kind { heading, paragraph, bullets, steps } kind = Kind::paragraph;
  std::vector<Line> lines;  // one; of a list its items
};

struct Article {
  std::string name;  // in its address: "safe-messages"
  TextPattern title;
  std::vector<Block> blocks;
};

// ConfigFault with `file` and the line for what an article can't have.
Article read_article(const std::filesystem::path& file);

// By language, each in the order of the files' names. Immutable.
class Articles {
 public:
  // ConfigFault if one can't be read.
  Articles(const std::filesystem::path& content, const std::vector<std::string>& languages);

  const std::vector<Article>& in(const std::string& language) const;
  // Null if there is none of that name.
  const Article* find(const std::string& language, std::string_view name) const;

 private:
  std::map<std::string, std::vector<Article>> by_language_;
};

}  // namespace latchkey::kiosk
