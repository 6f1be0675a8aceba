#include "kiosk/web/template.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <mutex>

#include "core/base/fault.h"
#include "kiosk/web/embedded.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view opening = "{{>", closing = "}}";

// With the text of each part in its place: a part sees all the values of the page around it.
std::string with_parts(std::string_view text) {
  std::string out;
  for (auto at = text.find(opening); at != text.npos; at = text.find(opening)) {
    const auto end = text.find(closing, at);
    ensure(end != text.npos, "a part is named between {{> and }}");
    out.append(text.substr(0, at));
    out.append(with_parts(embedded(text.substr(at + opening.size(), end - at - opening.size()))));
    text.remove_prefix(end + closing.size());
  }
  return out.append(text);
}

// Reads every embedded template once, by its own name.
void load_all() {
  static std::once_flag loaded;
  std::call_once(loaded, [] {
    for (const EmbeddedFile& file : embedded_files())
      if (file.name.ends_with(".tpl") && !file.name.ends_with(".part.tpl"))
        ctemplate::StringToTemplateCache(std::string(file.name), with_parts(file.text),
                                         ctemplate::STRIP_WHITESPACE);
  });
}

void fill(ctemplate::TemplateDictionary& into, const View& view) {
  for (const auto& [name, value] : view.values()) into.SetValue(name, value);
  for (const auto& [name, section] : view.sections())
    fill(*into.AddSectionDictionary(name), section);
}

}  // namespace

std::string render(std::string_view name, const View& view) {
  load_all();
  ctemplate::TemplateDictionary dictionary{std::string(name)};
  fill(dictionary, view);
  std::string out;
  const bool done =
      ctemplate::ExpandTemplate(std::string(name), ctemplate::STRIP_WHITESPACE, &dictionary, &out);
  ensure(done, "every template that a page names can be read");
  return out;
}

}  // namespace latchkey::kiosk
