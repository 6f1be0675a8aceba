#include "kiosk/patient/articles.h"

#include <cmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include "core/base/fault.h"

namespace latchkey::kiosk {

namespace {

struct Freed {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Tree = std::unique_ptr<cmark_node, Freed>;

// What may stand between braces.
constexpr std::array<std::string_view, 3> values{"clinic", "portal", "phone"};

// As it stands in the file.
struct Written {
  Run::Look look = Run::Look::plain;
  std::string text;
  std::string path;
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {}

  Article read() {
    std::ifstream in(file_, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    if (!in) throw ConfigFault(file_.string() + ": can't be read");
    const Tree tree(cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
    article_.name = file_.stem().string();
    std::replace(article_.name.begin(), article_.name.end(), '_', '-');
    for (cmark_node* node = cmark_node_first_child(tree.get()); node; node = cmark_node_next(node))
      block(node);
    if (has_title_ == HasTitle::no || article_.blocks.empty())
      throw ConfigFault(file_.string() + ": must be a title (\"# …\") and text below it");
    return std::move(article_);
  }

 private:
  [[noreturn]] void refuse(cmark_node* node, std::string_view what) const {
    throw ConfigFault(
        fmt::format("{}:{}: {}", file_.string(), cmark_node_get_start_line(node), what));
  }

  void block(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_HEADING:
        return heading(node);
      case CMARK_NODE_PARAGRAPH:
        article_.blocks.push_back({Block::Kind::paragraph, {line(node)}});
        return;
      case CMARK_NODE_LIST:
        return list(node);
      default:
        refuse(node, "an article has headings, paragraphs and lists only");
    }
  }

  void heading(cmark_node* node) {
    const int level = cmark_node_get_heading_level(node);
    Line words = line(node);
    const bool plain = words.size() == 1 && words[0].look == Run::Look::plain;
    if (!plain) refuse(node, "a heading has words only");
    if ((has_title_ == HasTitle::no) != (level == 1) || level > 2)
      refuse(node,
             "an article begins with its one title (\"# …\"); others are below it (\"## …\")");
    has_title_ = HasTitle::yes;
    if (level == 1)
      article_.title = std::move(words[0].words);
    else
      article_.blocks.push_back({Block::Kind::heading, {std::move(words)}});
  }

  void list(cmark_node* node) {
    Block block;
    block.kind = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? Block::Kind::steps
                                                                      : Block::Kind::bullets;
    for (cmark_node* item = cmark_node_first_child(node); item; item = cmark_node_next(item)) {
      cmark_node* only = cmark_node_first_child(item);
      if (!only || cmark_node_next(only) || cmark_node_get_type(only) != CMARK_NODE_PARAGRAPH)
        refuse(item, "a point of a list is one line");
      block.lines.push_back(line(only));
    }
    article_.blocks.push_back(std::move(block));
  }

  Line line(cmark_node* parent) const {
    std::vector<Written> all;
    for (cmark_node* node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
      Written run = read_run(node);
      // The library splits at every sign that might have meant something.
      if (!all.empty() && run.look == Run::Look::plain && all.back().look == Run::Look::plain)
        all.back().text += run.text;
      else
        all.push_back(std::move(run));
    }
    Line out;
    for (Written& run : all)
      out.push_back({run.look, pattern(parent, run.text), std::move(run.path)});
    return out;
  }

  Written read_run(cmark_node* node) const {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
        return {Run::Look::plain, cmark_node_get_literal(node), {}};
      case CMARK_NODE_SOFTBREAK:
        return {Run::Look::plain, " ", {}};
      case CMARK_NODE_STRONG:
        return {Run::Look::strong, words_in(node), {}};
      case CMARK_NODE_LINK:
        return {Run::Look::link, words_in(node), own_path(node)};
      default:
        refuse(node, "a line has words, **bold words** and [links](/check) only");
    }
  }

  std::string words_in(cmark_node* parent) const {
    std::string words;
    for (cmark_node* node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
      if (cmark_node_get_type(node) != CMARK_NODE_TEXT)
        refuse(parent, "bold words and links hold plain words only");
      words += cmark_node_get_literal(node);
    }
    return words;
  }

  std::string own_path(cmark_node* node) const {
    std::string path = cmark_node_get_url(node);
    if (path.empty() || path[0] != '/' || path.starts_with("//") ||
        path.find_first_of("?#\\{") != std::string::npos)
      refuse(node,
             fmt::format("a link leads to a page of ours, like (/check), not to \"{}\"", path));
    return path;
  }

  TextPattern pattern(cmark_node* node, const std::string& text) const {
    TextPattern read;
    try {
      read = TextPattern::parse(text);
    } catch (const ConfigFault& fault) {
      refuse(node, fault.what());
    }
    for (const std::string& name : read.names())
      if (std::ranges::find(values, name) == values.end())
        refuse(node, "only {clinic}, {portal} and {phone} may stand between braces");
    return read;
  }

  const std::filesystem::path& file_;
  Article article_;
  enum class HasTitle { no, yes } has_title_ = HasTitle::no;
};

}  // namespace

Article read_article(const std::filesystem::path& file) { return Reader(file).read(); }

Articles::Articles(const std::filesystem::path& content,
                   const std::vector<std::string>& languages) {
  for (const std::string& language : languages) {
    std::set<std::filesystem::path> files;
    const auto folder = content / language / "guidance" / "articles";
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(folder, none))
      if (file.path().extension() == ".md") files.insert(file.path());
    auto& all = by_language_[language];
    for (const auto& file : files) all.push_back(read_article(file));
  }
}

const std::vector<Article>& Articles::in(const std::string& language) const {
  return by_language_.at(language);
}

const Article* Articles::find(const std::string& language, std::string_view name) const {
  const auto& all = in(language);
  const auto found =
      std::ranges::find_if(all, [&](const Article& article) { return article.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace latchkey::kiosk
