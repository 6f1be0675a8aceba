#include "core/base/guidance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>

#include "core/base/fault.h"
#include "core/base/hours.h"
#include "core/base/table_reader.h"

namespace latchkey {

namespace {

constexpr std::string_view stuck = "stuck ", topic_of = "topic ";
// What a tree says of itself; everything else in it is a node.
constexpr std::array<std::string_view, 3> of_trees{"first", "part_of", "reviewed_on"};

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string full_name(std::string_view tree, std::string_view node) {
  return std::string(tree) + "." + std::string(node);
}

bool says_what_to_do(const GuideNode* node) {
  return node != nullptr &&
         (node->kind == GuideNode::Kind::instruction || node->kind == GuideNode::Kind::check) &&
         node->only != GuideNode::Medium::phone;
}

// What an instruction leads to once it is done.
const GuideNode* after(const Guidance& guidance, const GuideNode& node) {
  if (node.kind != GuideNode::Kind::instruction) return nullptr;
  const GuideWay& way = node.choices.front().way;
  return way.to == GuideWay::To::node ? guidance.node(way.name) : nullptr;
}

}  // namespace

struct Guidance::Reader {
  struct Place {
    Complaints* file;
    int line;
  };
  Guidance& out;
  std::deque<Complaints> files{};                      // a place keeps pointing at its file
  std::map<std::string, Place, std::less<>> places{};  // of nodes and trees

  GuideWay way(std::string_view tree, std::string_view to) const {
    if (to.starts_with(stuck)) return {GuideWay::To::stuck, std::string(to.substr(stuck.size()))};
    if (to.starts_with(topic_of))
      return {GuideWay::To::topic, std::string(to.substr(topic_of.size()))};
    if (to.find('.') != to.npos) return {GuideWay::To::node, std::string(to)};
    return {GuideWay::To::node, full_name(tree, to)};
  }

  void file(std::string_view text, std::string_view name) {
    const TomlValue root = parse_toml(text, name);
    Complaints& complaints = files.emplace_back(std::string(name));
    TableReader table(&root, "", complaints);
    for (const auto& [tree_name, value] : *root.table()) {
      if (!value.table())
        table.complain(tree_name, "must be a table: a topic with its nodes");
      else if (!places.emplace(tree_name, Place{&complaints, value.line}).second)
        complaints.add(value.line, tree_name, "", "another file has this tree too");
      else
        tree(tree_name, table.table(tree_name), value);
    }
  }

  void tree(const std::string& name, TableReader table, const TomlValue& value) {
    Complaints& complaints = *places.at(name).file;
    if (!is_name(name)) table.complain("first", "a topic has small letters, digits and _ only");
    const std::string first = table.text("first"), part_of = table.text("part_of");
    if (first.empty() == part_of.empty())
      complaints.add(value.line, name, "",
                     "a tree has either first, the node that its topic begins with, or part_of, "
                     "the topic that it belongs to");
    const Tree& tree = out.trees_.emplace_back(Tree{name, first.empty() ? part_of : name,
                                                    first.empty() ? "" : full_name(name, first),
                                                    reviewed_on(table)});
    for (const auto& [node_name, node_value] : *value.table()) {
      if (std::ranges::find(of_trees, node_name) != of_trees.end()) continue;
      if (!is_name(node_name))
        table.complain(node_name, "a node has small letters, digits and _ only");
      places.emplace(full_name(name, node_name), Place{&complaints, node_value.line});
      node(tree, node_name, table.table(node_name));
    }
    table.finish();
  }

  static std::optional<std::chrono::local_days> reviewed_on(TableReader& table) {
    if (!table.has("reviewed_on")) return std::nullopt;
    const auto day = parse_day(table.text("reviewed_on"));
    if (!day) table.complain("reviewed_on", "must be a day: \"2026-12-24\"");
    return day;
  }

  void node(const Tree& tree, const std::string& name, TableReader table) {
    GuideNode node;
    node.name = full_name(tree.name, name);
    node.words = "guidance." + node.name;
    node.topic = tree.topic;
    constexpr std::array kinds{"choices", "then", "helped_or", "typed"};
    const auto given = std::ranges::count_if(kinds, [&](const char* k) { return table.has(k); });
    if (given != 1) table.complain("choices", "a node has one of choices, then, helped_or, typed");
    question(tree.name, node, table);
    one_way(tree.name, node, table, "then", GuideNode::Kind::instruction, guide_done);
    one_way(tree.name, node, table, "typed", GuideNode::Kind::typed, guide_done);
    if (table.has("helped_or"))
      node.choices.push_back({std::string(guide_helped), {GuideWay::To::solved, ""}});
    one_way(tree.name, node, table, "helped_or", GuideNode::Kind::check, guide_not_helped);
    node.known_as = table.text("known_as");
    if (table.one_of("opens", {"", "portal"}) == "portal") node.opens = GuideNode::Opens::portal;
    only(tree.name, node, table);
    table.finish();
    out.nodes_.push_back(std::move(node));
  }

  void question(const std::string& tree, GuideNode& node, TableReader& table) const {
    for (const auto& [option, to] : table.pairs("choices")) {
      const bool twice = std::ranges::any_of(
          node.choices, [&, &o = option](const GuideChoice& c) { return c.option == o; });
      if (twice || !is_name(option))
        table.complain("choices", "each choice has a name of its own: small letters and _");
      node.choices.push_back({option, way(tree, to)});
    }
    if (table.has("choices") && node.choices.size() < 2)
      table.complain("choices", "a question has two choices or more");
  }

  void one_way(const std::string& tree, GuideNode& node, TableReader& table, const char* key,
               GuideNode::Kind kind, std::string_view option) const {
    const std::string to = table.text(key);
    if (to.empty()) return;
    node.kind = kind;
    node.choices.push_back({std::string(option), way(tree, to)});
  }

  void only(const std::string& tree, GuideNode& node, TableReader& table) const {
    const std::string medium = table.one_of("only", {"", "web", "phone"});
    const std::string otherwise = table.text("else_to");
    if (medium.empty() != otherwise.empty())
      table.complain("else_to", "goes together with only: where everybody else goes on");
    if (medium.empty()) return;
    node.only = medium == "web" ? GuideNode::Medium::page : GuideNode::Medium::phone;
    node.otherwise = way(tree, otherwise);
  }

  // ---- What holds for the whole ----

  void complain(const std::string& name, std::string_view what) {
    const Place& place = places.at(name);
    place.file->add(place.line, name, "", what);
  }

  void throw_if_any() const {
    std::vector<std::string> all;
    for (const Complaints& file : files)
      all.insert(all.end(), file.lines().begin(), file.lines().end());
    if (!all.empty()) throw ConfigFault(fmt::format("{}", fmt::join(all, "\n")));
  }

  static std::vector<const GuideWay*> ways(const GuideNode& node) {
    std::vector<const GuideWay*> all;
    for (const GuideChoice& choice : node.choices) all.push_back(&choice.way);
    if (node.only != GuideNode::Medium::every) all.push_back(&node.otherwise);
    return all;
  }

  // Depth first; `path` are the nodes under way.
  void visit(const std::string& name, std::set<std::string>& done, std::set<std::string>& path) {
    if (done.contains(name)) return;
    const GuideNode* node = out.node(name);
    if (!node) return;  // complained about where it is named
    path.insert(name);
    for (const GuideWay* way : ways(*node)) {
      if (way->to != GuideWay::To::node) continue;
      if (!out.node(way->name))
        complain(name, fmt::format("leads to \"{}\", which is no node", way->name));
      else if (path.contains(way->name))
        complain(name, fmt::format("leads back to \"{}\": nobody would ever arrive", way->name));
      else
        visit(way->name, done, path);
    }
    path.erase(name);
    done.insert(name);
  }

  void check() {
    std::set<std::string> done, path;
    for (const Tree& tree : out.trees_) {
      if (tree.first.empty() && out.first(tree.topic).empty())
        complain(tree.name, fmt::format("is part of \"{}\", which is no topic", tree.topic));
      if (tree.first.empty()) continue;
      if (!out.node(tree.first))
        complain(tree.name, fmt::format("begins with \"{}\", which is no node", tree.first));
      visit(tree.first, done, path);
    }
    for (const GuideNode& node : out.nodes_)
      if (!done.contains(node.name)) complain(node.name, "no way leads here");
  }

  // After the last file. Where it leads is looked at once every node has been understood.
  void whole() {
    std::ranges::sort(out.nodes_, {}, &GuideNode::name);
    throw_if_any();
    check();
    throw_if_any();
    connect();
  }

  // Which instruction leads to each, where it is one alone.
  void connect() {
    std::map<std::string_view, std::vector<std::string_view>> led_here;
    for (const GuideNode& node : out.nodes_)
      if (const GuideNode* next = after(out, node)) led_here[next->name].push_back(node.name);
    for (GuideNode& node : out.nodes_)
      if (const auto found = led_here.find(node.name);
          found != led_here.end() && found->second.size() == 1)
        node.after = found->second.front();
  }
};

Guidance Guidance::parse(std::string_view text, std::string_view file) {
  Guidance out;
  Reader reader{out};
  reader.file(text, file);
  reader.whole();
  return out;
}

Guidance Guidance::load(const std::filesystem::path& content) {
  const auto folder = content / "policy" / "guidance";
  if (!std::filesystem::is_directory(folder))
    throw ConfigFault(folder.string() + ": there is no folder of guides here");
  const std::filesystem::directory_iterator entries(folder);
  const std::set<std::filesystem::path> files(begin(entries), end(entries));
  Guidance out;
  Reader reader{out};
  for (const auto& file : files)
    if (file.extension() == ".toml") reader.file(read_text_file(file), file.string());
  reader.whole();
  return out;
}

const GuideNode* Guidance::node(std::string_view name) const {
  const auto found = std::ranges::lower_bound(nodes_, name, {}, &GuideNode::name);
  return found != nodes_.end() && found->name == name ? &*found : nullptr;
}

std::string_view Guidance::first(std::string_view topic) const {
  const auto found = std::ranges::find(trees_, topic, &Tree::name);
  return found != trees_.end() ? std::string_view(found->first) : std::string_view();
}

std::vector<std::string> Guidance::topics() const {
  std::vector<std::string> all;
  for (const Tree& tree : trees_)
    if (!tree.first.empty()) all.push_back(tree.name);
  return all;
}

std::vector<std::string> Guidance::not_reviewed_since(std::chrono::local_days day) const {
  std::vector<std::string> all;
  for (const Tree& tree : trees_)
    if (!tree.reviewed_on || *tree.reviewed_on < day) all.push_back(tree.name);
  return all;
}

std::vector<std::string> Guidance::ends(GuideWay::To to) const {
  std::set<std::string> all;
  for (const GuideNode& node : nodes_)
    for (const GuideWay* way : Reader::ways(node))
      if (way->to == to) all.insert(way->name);
  return {all.begin(), all.end()};
}

bool begins_a_row(const Guidance& guidance, const GuideNode& node) {
  return says_what_to_do(&node) && says_what_to_do(after(guidance, node)) &&
         !says_what_to_do(guidance.node(node.after));
}

std::vector<const GuideNode*> steps_in_a_row(const Guidance& guidance, std::string_view node) {
  std::vector<const GuideNode*> row{guidance.node(node)};
  if (!says_what_to_do(row.front())) return {};
  for (const auto* next = guidance.node(row.front()->after); says_what_to_do(next);
       next = guidance.node(row.front()->after))
    row.insert(row.begin(), next);
  for (const auto* next = after(guidance, *row.back()); says_what_to_do(next);
       next = after(guidance, *row.back()))
    row.push_back(next);
  return row;
}

}  // namespace latchkey
