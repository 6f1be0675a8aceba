// How many bytes a person's browser is sent for a page: the page alone, and with the style and
// scripts that it names, as a browser with an empty cache would fetch them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/bench/report.h"
#include "tests/bench/visit.h"

namespace latchkey::bench {

class PagesMet {
 public:
  // `config` outlives it: whose pages, styles and scripts are fetched.
  explicit PagesMet(const Config& config) : config_(config) {}

  // Every page that links lead to from the first one, within the patients' pages.
  void follow_links();
  // The first page behind each topic.
  void open_topics();
  // Those pages that a visit met.
  void add(const std::vector<Exchange>& met);

  void tell(Report& report);

 private:
  void add(std::string_view name, const Exchange& page);
  std::size_t bytes_of(const std::string& path);

  struct Page {
    std::string name;
    std::size_t alone = 0, with_files = 0;
  };
  struct File {
    std::size_t bytes = 0;
    std::string encoding;  // empty: none
  };
  const Config& config_;
  std::vector<Page> pages_;
  std::map<std::string, File> files_;
};

}  // namespace latchkey::bench
