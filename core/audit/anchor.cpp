// The anchor file: written whole, read with suspicion.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "core/audit/chain.h"
#include "core/audit/verify.h"
#include "core/base/hex.h"

namespace latchkey::audit {

using storage::Row;
using storage::Store;
using storage::Transaction;

namespace {

constexpr std::string_view title = "latchkey audit anchor 1";
constexpr std::size_t file_bytes_max = 1 << 20;

std::string body_of(const Anchor& anchor) {
  std::string out(title);
  out += "\nat " + std::to_string(to_millis(anchor.at)) + "\n";
  for (const Head& head : anchor.heads)
    out += "chain " + std::to_string(head.node) + " " + std::to_string(head.count) + " " +
           hex(head.mac) + "\n";
  return out;
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Fault("audit anchor " + path.string() + ": " + why);
}

Anchor parse(const std::filesystem::path& path, const std::string& body) {
  std::istringstream lines(body.substr(title.size()));
  Anchor out;
  std::string word, mac;
  std::int64_t at = 0;
  if (!(lines >> word >> at) || word != "at") refuse(path, "its second line is not a time");
  out.at = from_millis(at);
  Head head;
  while (lines >> word) {
    if (word != "chain" || !(lines >> head.node >> head.count >> mac))
      refuse(path, "a line is not a chain");
    head.mac = unhex(mac).value_or("");
    out.heads.push_back(head);
  }
  return out;
}

std::vector<Head> heads_of(const Store& store, const Sealer& sealer) {
  const auto stored = store.read([](Transaction& tx) {
    std::vector<StoredHead> out;
    for (const Row& row : tx.run("SELECT node FROM audit_head ORDER BY node").rows)
      out.push_back(*stored_head(tx, row.integer(0)));
    return out;
  });
  std::vector<Head> out;
  for (const StoredHead& head : stored) {
    if (!head.ours(sealer))
      throw Fault("audit chain " + std::to_string(head.head.node) +
                  ": its head was changed by somebody else; it is not anchored");
    out.push_back(head.head);
  }
  return out;
}

// The first head of which the log no longer has the row; empty if it has all.
std::optional<Head> lost_head(Transaction& tx, const Anchor& anchor) {
  for (const Head& head : anchor.heads) {
    if (head.count == 0) continue;
    const auto found = tx.run("SELECT mac FROM audit_row WHERE node = $1 AND sequence = $2",
                              head.node, head.count);
    const Row* row = found.one();
    if (!row || !same_bytes(row->blob(0), head.mac)) return head;
  }
  return std::nullopt;
}

void require_still_there(const Store& store, const Anchor& before,
                         const std::filesystem::path& path) {
  const auto lost = store.read([&](Transaction& tx) { return lost_head(tx, before); });
  if (lost)
    refuse(path, "row " + std::to_string(lost->count) + " of chain " + std::to_string(lost->node) +
                     " is gone or another one; the anchor stays as it is");
}

std::string errno_words() { return std::generic_category().message(errno); }

class File {
 public:
  File(const std::filesystem::path& path, int flags, mode_t mode)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
    if (descriptor_ < 0) refuse(path, errno_words());
  }
  ~File() { ::close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

void write_all(const std::filesystem::path& path, std::string_view text) {
  const File file(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  while (!text.empty()) {
    const ssize_t written = ::write(file.descriptor(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(path, errno_words());
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.descriptor()) != 0) refuse(path, errno_words());
}

// A rename is on disk when its directory is.
void replace_with(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path fresh = path;
  fresh += ".new";
  write_all(fresh, text);
  if (::rename(fresh.c_str(), path.c_str()) != 0) refuse(path, errno_words());
  const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const File directory(parent, O_RDONLY | O_DIRECTORY, 0);
  if (::fsync(directory.descriptor()) != 0) refuse(path, errno_words());
}

}  // namespace

bool still_holds(Transaction& tx, const Anchor& anchor) { return !lost_head(tx, anchor); }

std::optional<Time> anchored_since(Transaction& tx) {
  const auto latest = [&](std::string_view action) {
    return tx.run("SELECT MAX(at) FROM audit_row WHERE action = $1", action)
        .rows.front()
        .maybe_integer(0);
  };
  const auto anchored = latest("audit.anchor"), restored = latest("data.restore");
  if (!anchored || (restored && *restored >= *anchored)) return std::nullopt;
  return from_millis(*anchored);
}

std::optional<Anchor> read_anchor(const Sealer& sealer, const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (std::filesystem::exists(path)) refuse(path, "it can't be read");
    return std::nullopt;
  }
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (text.size() > file_bytes_max || text.rfind(title, 0) != 0) refuse(path, "it is no anchor");
  const auto last = text.rfind("mac ");
  if (last == std::string::npos || text.back() != '\n') refuse(path, "its last line is missing");
  const std::string body = text.substr(0, last);
  const std::string mac = text.substr(last + 4, text.size() - last - 5);
  if (!same_bytes(mac, hex(sealer.mac("audit.anchor", body))))
    refuse(path, "it was changed, or made with other keys");
  return parse(path, body);
}

Anchor write_anchor(const Store& store, const Sealer& sealer, const std::filesystem::path& path,
                    Time now) {
  const auto before = read_anchor(sealer, path);
  if (before) require_still_there(store, *before, path);
  Anchor anchor{now, heads_of(store, sealer)};
  const std::string body = body_of(anchor);
  replace_with(path, body + "mac " + hex(sealer.mac("audit.anchor", body)) + "\n");
  return anchor;
}

}  // namespace latchkey::audit
