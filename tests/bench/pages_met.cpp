#include "tests/bench/pages_met.h"

#include <algorithm>
#include <deque>
#include <set>

namespace latchkey::bench {

namespace {

constexpr std::string_view as_browsers_ask = "Accept-Encoding: gzip, deflate, br\r\n";
constexpr std::size_t pages_max = 100;

// What stands in each `before` … '"' of the text.
std::vector<std::string> all_between(std::string_view text, std::string_view before) {
  std::vector<std::string> out;
  for (auto at = text.find(before); at != text.npos; at = text.find(before)) {
    text.remove_prefix(at + before.size());
    out.emplace_back(text.substr(0, text.find('"')));
  }
  return out;
}

bool is_page(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("/static/") && !path.starts_with("/demo");
}

bool is_html(const Exchange& answer) {
  return answer.status == 200 && answer.head.find("Content-Type: text/html") != std::string::npos;
}

// The heading, by which people know a page.
std::string heading(const Exchange& page) {
  return std::string(between(page.body, "<h1>", "</h1>"));
}

}  // namespace

std::size_t PagesMet::bytes_of(const std::string& path) {
  const auto known = files_.find(path);
  if (known != files_.end()) return known->second.bytes;
  Visit visit(config_, address_of(0));
  const Exchange& file = visit.look(path, as_browsers_ask);
  files_[path] = {file.body.size(), std::string(between(file.head, "Content-Encoding: ", "\r\n"))};
  return file.body.size();
}

void PagesMet::add(std::string_view name, const Exchange& page) {
  if (!is_html(page)) return;
  Page met{std::string(name), page.body.size(), page.body.size()};
  std::vector<std::string> named = all_between(page.body, "<link rel=\"stylesheet\" href=\"");
  for (std::string& script : all_between(page.body, "<script src=\""))
    named.push_back(std::move(script));
  for (const std::string& path : named) met.with_files += bytes_of(path);
  const bool known = std::ranges::any_of(pages_, [&](const Page& p) { return p.name == name; });
  if (!known) pages_.push_back(std::move(met));
}

void PagesMet::add(const std::vector<Exchange>& met) {
  for (const Exchange& page : met) add(heading(page), page);
}

void PagesMet::follow_links() {
  std::deque<std::string> left{"/"};
  std::set<std::string> seen{"/"};
  while (!left.empty() && seen.size() < pages_max) {
    Visit visit(config_, address_of(0));
    const Exchange& page = visit.look(left.front(), as_browsers_ask);
    add(left.front(), page);
    left.pop_front();
    for (const std::string& link : all_between(page.body, "href=\"")) {
      const std::string path = link.substr(0, link.find_first_of("#&"));
      if (is_page(path) && seen.insert(path).second) left.push_back(path);
    }
  }
}

void PagesMet::open_topics() {
  Visit first(config_, address_of(0));
  for (const std::string& topic : all_between(first.look("/").body, "name=\"option\" value=\"")) {
    Visit visit(config_, address_of(0));
    visit.look("/");
    const Exchange& page = visit.answer({{"option", topic}});
    add(heading(page), page);
  }
}

void PagesMet::tell(Report& report) {
  if (pages_.empty()) return report.void_if_broken(0, 1);
  const auto say = [&](std::string_view what, auto bytes) {
    std::ranges::sort(pages_, {}, bytes);
    const Page& largest = pages_.back();
    report.line(what, fmt::format("median {:>6} bytes, largest {:>6} bytes (\"{}\"), of {} pages",
                                  bytes(pages_[pages_.size() / 2]), bytes(largest), largest.name,
                                  pages_.size()));
  };
  say("a page", [](const Page& page) { return page.alone; });
  say("a page with its style and scripts", [](const Page& page) { return page.with_files; });
  for (const auto& [path, file] : files_)
    report.line("", fmt::format("{}: {} bytes, {}", path, file.bytes,
                                file.encoding.empty() ? "not packed" : file.encoding));
}

}  // namespace latchkey::bench
