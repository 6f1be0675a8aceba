// What to try when a page, a message or a file does not work: trees of questions and instructions.
//
// Guidance is data: content/policy/guidance has the structure, a file a tree, one for all
// languages, and content/<lang>/guidance the words, under the same names. A tree belongs to a topic
// of the menu: it is where the topic begins, or a part of it that other trees lead to. One
// instruction a screen; "did that help?" after each; what is left at the end of a tree is ticket T6
// of a named category (product.md, "When a ticket is made"). A tree has no circle, so that
// everybody arrives somewhere. Immutable after loading; thread-safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey {

// Where one choice leads: to a node, to another topic of the menu, to a good end, or to the end of
// what can be tried here.
struct GuideWay {
  enum class To { node, topic, solved, stuck } to = To::solved;
  // The node's name, the topic's, or the category of the ticket (a word of policy/matrix.toml).
  std::string name;
  bool operator==(const GuideWay&) const = default;
};

struct GuideChoice {
  std::string option;  // "yes", "chrome", "done" …
  GuideWay way;
};

struct GuideNode {
  // A screen's kind. `typed`: the person types what the screen says; on the phone it is passed
  // over.
  enum class Kind { question, instruction, check, typed } kind = Kind::question;
  enum class Medium { every, page, phone };
  std::string name;   // "page_broken.right_site": the tree and its own
  std::string words;  // "guidance.page_broken.right_site": where its texts stand in content/
  std::string topic;  // "page_broken": the topic of the menu that its tree belongs to
  std::vector<GuideChoice> choices;  // in the order offered; one, "done", for `typed`
  // The fact that answers this question, "browser": what is known of it is offered first. It is not
  // taken for the answer, because the person may mean another machine than this one.
  std::string known_as;
  // What a screen has the person open is offered there as a link, in a window of its own.
  enum class Opens { nothing, portal } opens = Opens::nothing;
  Medium only = Medium::every;
  GuideWay otherwise;  // from here on another medium than `only`
  std::string after;   // the one instruction that leads here; empty if none or several do
};

// How `check` and `instruction` call their choices.
inline constexpr std::string_view guide_done = "done", guide_helped = "helped",
                                  guide_not_helped = "not_helped";

class Guidance {
 public:
  Guidance() = default;
  // Reads the .toml files of content/policy/guidance, by name. ConfigFault names the file and line
  // of every node that leads nowhere, that nobody can reach, that lies on a circle, or that says no
  // known kind of thing, and of a tree that stands in two files.
  static Guidance load(const std::filesystem::path& content);
  // The same from one text; `file` is the name in complaints.
  static Guidance parse(std::string_view text, std::string_view file);

  // Null if there is no such node; the node lives as long as this object.
  const GuideNode* node(std::string_view name) const;
  // The name of the node that a topic begins with; empty if it has no tree.
  std::string_view first(std::string_view topic) const;
  // The topics that have a tree, in the order of the files.
  std::vector<std::string> topics() const;
  // All nodes, by name.
  const std::vector<GuideNode>& nodes() const { return nodes_; }
  // The trees that nobody has compared with today's browsers and portals since that day, or ever
  // (reviewed_on), in the order of the files. Menus move: an old guide sends people astray.
  std::vector<std::string> not_reviewed_since(std::chrono::local_days day) const;
  // Where trees lead to out of themselves, sorted, each once: `to` is stuck (categories) or topic.
  std::vector<std::string> ends(GuideWay::To to) const;

 private:
  struct Tree {
    std::string name, topic, first;  // `first` is empty for a part of another tree's topic
    std::optional<std::chrono::local_days> reviewed_on;
  };
  struct Reader;
  std::vector<Tree> trees_;
  std::vector<GuideNode> nodes_;  // sorted by name
};

// Whether this node is the first of several that are carried out in a row.
bool begins_a_row(const Guidance& guidance, const GuideNode& node);

// The instructions that are carried out in a row with this one, in their order, and the check that
// follows them, as they are written for a page. Empty for what is asked rather than said, and for
// what is no node.
std::vector<const GuideNode*> steps_in_a_row(const Guidance& guidance, std::string_view node);

}  // namespace latchkey
