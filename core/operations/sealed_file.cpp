#include "core/operations/sealed_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "core/base/fault.h"
#include "core/base/secret.h"

namespace latchkey::operations {

namespace {

constexpr std::string_view title = "latchkey-backup\n";
constexpr char format = 1;
constexpr std::size_t salt_size = 16, check_size = 16, digest_size = 32;
constexpr std::size_t open_size = 16 + 2 + salt_size + 8;  // title … made at
constexpr std::size_t head_size = open_size + check_size;
constexpr std::size_t stream_head_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t added_size = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned char tag_more = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
constexpr unsigned char tag_last = crypto_secretstream_xchacha20poly1305_TAG_FINAL;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xffU);
  return out;
}

std::uint64_t from_big_endian(std::string_view text) {
  std::uint64_t out = 0;
  for (const char c : text) out = (out << 8U) | static_cast<unsigned char>(c);
  return out;
}

// Without its check; the check is keyed, so it also tells a key file that does not fit.
std::string open_head(unsigned key_version, std::string_view salt, Time made_at) {
  std::string out(title);
  out += format;
  out += static_cast<char>(key_version);
  out += salt;
  return out + big_endian(static_cast<std::uint64_t>(to_millis(made_at)), 8);
}

std::string check_of(const Sealer& sealer, std::string_view open) {
  return sealer.mac("backup.check", open).substr(0, check_size);
}

Secret key_of(const Sealer& sealer, std::string_view open) {
  return Secret(sealer.mac("backup.key", open));
}

class Digest {
 public:
  Digest() { crypto_generichash_init(&state_, nullptr, 0, digest_size); }
  void add(std::string_view bytes) {
    crypto_generichash_update(&state_, raw(bytes), bytes.size());
    bytes_ += bytes.size();
  }
  SealedFacts facts(Time made_at) {
    SealedFacts out{made_at, static_cast<std::int64_t>(bytes_), std::string(digest_size, '\0')};
    crypto_generichash_final(&state_, raw(out.digest), out.digest.size());
    return out;
  }

 private:
  crypto_generichash_state state_{};
  std::uint64_t bytes_ = 0;
};

std::string trailer_of(const SealedFacts& facts) {
  return big_endian(static_cast<std::uint64_t>(facts.bytes), 8) + facts.digest;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
  throw Fault(fmt::format("{}: {}", path.string(), why));
}

[[noreturn]] void refuse_errno(const std::filesystem::path& path, std::string_view what) {
  refuse(path, fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

}  // namespace

struct SealedWriter::Stream {
  int descriptor = -1;
  enum class Ended { no, yes } ended = Ended::no;
  std::string head;
  Time made_at;
  Digest digest;
  crypto_secretstream_xchacha20poly1305_state state{};
  Stream() = default;
  ~Stream() {
    if (descriptor >= 0) ::close(descriptor);
    sodium_memzero(&state, sizeof state);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

SealedWriter::SealedWriter(const std::filesystem::path& path, const Sealer& sealer,
                           unsigned key_version, Time made_at, Dice& dice)
    : path_(path), stream_(std::make_unique<Stream>()) {
  const std::string open = open_head(key_version, dice.bytes(salt_size), made_at);
  stream_->head = open + check_of(sealer, open);
  stream_->made_at = made_at;
  stream_->descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (stream_->descriptor < 0) refuse_errno(path, "can't be created");
  std::string begin(stream_head_size, '\0');
  const Secret key = key_of(sealer, open);
  crypto_secretstream_xchacha20poly1305_init_push(&stream_->state, raw(begin), raw(key.reveal()));
  write(stream_->head);
  write(begin);
}

SealedWriter::~SealedWriter() {
  if (stream_->ended == Stream::Ended::no) ::unlink(path_.c_str());
}

void SealedWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(stream_->descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    const int failed = errno;
    ::unlink(path_.c_str());
    errno = failed;
    refuse_errno(path_, "can't be written");
  }
}

void SealedWriter::push(std::string_view bytes, unsigned char tag) {
  std::string sealed(bytes.size() + added_size, '\0');
  crypto_secretstream_xchacha20poly1305_push(&stream_->state, raw(sealed), nullptr, raw(bytes),
                                             bytes.size(), raw(stream_->head), stream_->head.size(),
                                             tag);
  write(big_endian(sealed.size(), 4));
  write(sealed);
}

void SealedWriter::append(std::string_view bytes) {
  ensure(bytes.size() <= sealed_chunk_bytes, "a chunk of a backup has at most 64 KiB");
  ensure(stream_->ended == Stream::Ended::no, "nothing follows the end of a backup");
  stream_->digest.add(bytes);
  push(bytes, tag_more);
}

SealedFacts SealedWriter::finish() {
  ensure(stream_->ended == Stream::Ended::no, "a backup ends once");
  SealedFacts facts = stream_->digest.facts(stream_->made_at);
  push(trailer_of(facts), tag_last);
  if (::fsync(stream_->descriptor) != 0) refuse_errno(path_, "can't be made durable");
  stream_->ended = Stream::Ended::yes;
  return facts;
}

namespace {

class Reader {
 public:
  Reader(const std::filesystem::path& path, const Sealer& sealer, unsigned key_version)
      : path_(path), file_(path, std::ios::binary) {
    if (!file_) refuse_errno(path, "can't be opened");
    head_ = take(head_size, "is no backup of Latchkey");
    check_head(sealer, key_version);
    const std::string begin = take(stream_head_size, cut_off);
    const Secret key = key_of(sealer, std::string_view(head_).substr(0, open_size));
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state_, raw(begin), raw(key.reveal())) !=
        0)
      refuse(path_, changed);
  }
  ~Reader() { sodium_memzero(&state_, sizeof state_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The next chunk and whether it is the last.
  std::pair<std::string, unsigned char> next() {
    const std::uint64_t size = from_big_endian(take(4, cut_off));
    if (size < added_size || size > sealed_chunk_bytes + added_size) refuse(path_, changed);
    const std::string sealed = take(static_cast<std::size_t>(size), cut_off);
    std::string plain(sealed.size() - added_size, '\0');
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state_, raw(plain), nullptr, &tag, raw(sealed),
                                                   sealed.size(), raw(head_), head_.size()) != 0)
      refuse(path_, changed);
    return {std::move(plain), tag};
  }

  void require_end() {
    if (file_.peek() != std::ifstream::traits_type::eof())
      refuse(path_, "something was added after its end; use another copy");
  }

  Time made_at() const {
    return from_millis(static_cast<std::int64_t>(
        from_big_endian(std::string_view(head_).substr(open_size - 8, 8))));
  }

  static constexpr std::string_view changed = "was changed or damaged; use another copy";
  static constexpr std::string_view cut_off =
      "is not whole: its end is missing; copy it again from where it was kept";

 private:
  std::string take(std::size_t size, std::string_view or_else) {
    std::string out(size, '\0');
    if (!file_.read(out.data(), static_cast<std::streamsize>(size))) refuse(path_, or_else);
    return out;
  }

  void check_head(const Sealer& sealer, unsigned key_version) {
    const std::string_view open = std::string_view(head_).substr(0, open_size);
    if (!open.starts_with(title)) refuse(path_, "is no backup of Latchkey");
    if (open[title.size()] != format)
      refuse(path_, "was made by a newer Latchkey; restore it with that one");
    const unsigned version = static_cast<unsigned char>(open[title.size() + 1]);
    if (version != key_version)
      refuse(path_, fmt::format("was made with version {} of the key, the key file holds version "
                                "{}; use the key file of that time",
                                version, key_version));
    if (!same_bytes(check_of(sealer, open), std::string_view(head_).substr(open_size)))
      refuse(path_,
             "was not made with this key file (or its first bytes were changed); use the copy of "
             "the key file that you kept for this installation");
  }

  std::filesystem::path path_;
  std::ifstream file_;
  std::string head_;
  crypto_secretstream_xchacha20poly1305_state state_{};
};

}  // namespace

SealedFacts read_sealed(const std::filesystem::path& path, const Sealer& sealer,
                        unsigned key_version, const std::function<void(std::string_view)>& sink) {
  Reader reader(path, sealer, key_version);
  Digest digest;
  for (;;) {
    const auto [plain, tag] = reader.next();
    if (tag == tag_last) {
      SealedFacts facts = digest.facts(reader.made_at());
      if (!same_bytes(plain, trailer_of(facts))) refuse(path, Reader::changed);
      reader.require_end();
      return facts;
    }
    digest.add(plain);
    sink(plain);
  }
}

}  // namespace latchkey::operations
