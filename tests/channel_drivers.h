// What each channel's person does for the verbs of a table conversation (tests/talk.h).
#pragma once

#include "tests/fakes/visitors.h"
#include "tests/talk.h"

namespace latchkey::tests {

using Acts = std::vector<std::pair<std::string, std::string>>;  // verb and argument

// After each act the courier works until nothing is left, as a person who waits a moment sees it.
class ChannelDriver : public TalkDriver {
 public:
  ChannelDriver(fakes::Clinic& clinic, const FixturePerson& who) : clinic_(clinic), who_(who) {}
  Shown act(const std::string& verb, const std::string& argument) override;
  void act_all(const Acts& acts);
  std::vector<std::string> tickets() override { return clinic_.tickets(); }
  // Second deliveries that were answered otherwise.
  virtual const std::vector<std::string>& unlike() const = 0;

 protected:
  virtual void answer(const std::string& verb, const std::string& argument) = 0;
  virtual void identify(const std::string& step, const Claimed& claimed) = 0;
  virtual fakes::Recognised shown() const = 0;
  virtual bool waits() const = 0;
  virtual void wait() = 0;
  virtual ToldIn told_in() const = 0;

  std::string code(const std::string& which);
  std::string registration(const std::string& which);
  fakes::Clinic& clinic_;
  const FixturePerson& who_;

 private:
  void identify_all(const std::string& how);
  std::string kind_ = "text";
};

class WebDriver : public ChannelDriver {
 public:
  WebDriver(fakes::Clinic& clinic, const FixturePerson& who, fakes::Doubling doubling,
            const std::string& language = "en")
      : ChannelDriver(clinic, who),
        doubling_(doubling),
        visitor_(clinic, doubling, "192.0.2.10", language) {}
  const std::vector<std::string>& unlike() const override { return visitor_.unlike(); }
  const fakes::WebVisitor& visitor() const { return visitor_; }
  void says(http::Fields headers) { visitor_.says(std::move(headers)); }

 protected:
  void answer(const std::string& verb, const std::string& argument) override;
  void identify(const std::string& step, const Claimed& claimed) override;
  fakes::Recognised shown() const override { return visitor_.shown(); }
  bool waits() const override { return visitor_.waits(); }
  ToldIn told_in() const override { return ToldIn::letters; }
  void wait() override { visitor_.look(); }
  void post(const http::Fields& fields) { visitor_.post(fields); }

 private:
  std::string heard_code();
  std::string heard_;
  fakes::Doubling doubling_;
  fakes::WebVisitor visitor_;
};

class PhoneDriver final : public ChannelDriver {
 public:
  PhoneDriver(fakes::Clinic& clinic, const FixturePerson& who, fakes::Doubling doubling,
              const std::string& language = "en")
      : ChannelDriver(clinic, who), caller_(clinic, doubling) {
    caller_.choose_language(language);
  }
  const std::vector<std::string>& unlike() const override { return caller_.unlike(); }
  const fakes::PhoneCaller& caller() const { return caller_; }

 protected:
  void answer(const std::string& verb, const std::string& argument) override;
  void identify(const std::string& step, const Claimed& claimed) override;
  fakes::Recognised shown() const override { return caller_.shown(); }
  bool waits() const override { return caller_.waits(); }
  ToldIn told_in() const override { return ToldIn::keys; }
  void wait() override { caller_.hold(); }

 private:
  fakes::PhoneCaller caller_;
};

}  // namespace latchkey::tests
