#include "apps/mote/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

#include "apps/mote/amounts.h"
#include "apps/mote/help_text.h"
#include "apps/mote/naming.h"
#include "imageio/format.h"

namespace mote::app {
namespace {

constexpr uint64_t kMaxStreamBytes = uint64_t{1} << 28;
constexpr uint64_t kMaxPixels = uint64_t{65535} * 65535;
constexpr unsigned kMaxJobs = 256;

const char* CommandName(Command command) {
  switch (command) {
    case Command::kEncode:
      return "encode";
    case Command::kDecode:
      return "decode";
    case Command::kInfo:
      return "info";
    case Command::kScore:
      return "score";
  }
  return "";
}

// CLI11 takes "[a,b]" for a list and "++" for the end of a sub-command; a name that looks so is written differently for
// it.
bool NeedsDisguise(const std::string& argument) {
  return argument == "++" || (argument.size() >= 2 && argument.front() == '[' && argument.back() == ']');
}
constexpr char kDisguise[] = "./";

std::string Undisguised(const std::string& argument) {
  const std::string plain = argument.rfind(kDisguise, 0) == 0 ? argument.substr(2) : argument;
  return NeedsDisguise(plain) ? plain : argument;
}

template <typename Number>
CLI::Option* AddAmount(CLI::App* command, const std::string& name, Number& target, uint64_t most, const char* help) {
  return command
      ->add_option_function<std::string>(
          name,
          [&target, most, name](const std::string& text) {
            const std::optional<uint64_t> amount = ParseAmount(text);
            if (!amount || *amount < 1 || *amount > most) {
              throw CLI::ValidationError(name.substr(name.rfind(',') + 1),
                                         "expected 1 to " + std::to_string(most) +
                                             " (such as 4096, 4k or 1KiB) but received '" + Printable(text) + "'");
            }
            target = static_cast<Number>(*amount);
          },
          help)
      ->type_name("N");
}

template <typename Value>
struct Choice {
  const char* name;
  Value value;
};

// An option whose value is one of a few names. `names`: all of them, for people.
template <typename Value>
void AddChoice(CLI::App* command, const char* option, std::vector<Choice<Value>> choices, const std::string& names,
               Value& target, const char* help) {
  command
      ->add_option_function<std::string>(
          option,
          [choices = std::move(choices), names, &target, option](const std::string& name) {
            const auto chosen = std::find_if(choices.begin(), choices.end(),
                                             [&name](const Choice<Value>& choice) { return choice.name == name; });
            if (chosen == choices.end()) {
              const std::string options = option;
              throw CLI::ValidationError(options.substr(options.rfind(',') + 1),
                                         "expected " + names + " but received '" + Printable(name) + "'");
            }
            target = chosen->value;
          },
          help)
      ->type_name("NAME");
}

void AddMethod(CLI::App* command, Arguments& arguments) {
  AddChoice<mote_method>(
      command, "-m,--method",
      {{"neural", MOTE_METHOD_NEURAL}, {"patches", MOTE_METHOD_PATCHES}, {"lanczos", MOTE_METHOD_LANCZOS}},
      "neural, patches or lanczos", arguments.method,
      "neural (default): learned; patches: patches of generated shapes; lanczos: the published thumbnail");
}

void AddTune(CLI::App* command, Arguments& arguments) {
  AddChoice<mote_tune>(
      command, "--tune", {{"visual", MOTE_TUNE_VISUAL}, {"dssim", MOTE_TUNE_DSSIM}}, "visual or dssim", arguments.tune,
      "what neural's search calls best: visual (default), what people see; dssim, the published score");
}

void AddTimeLimit(CLI::App* command, Arguments& arguments) {
  command
      ->add_option_function<std::string>(
          "--time-limit",
          [&arguments](const std::string& text) {
            const std::optional<double> seconds = ParseSeconds(text);
            if (!seconds) {
              throw CLI::ValidationError(
                  "--time-limit",
                  "expected seconds, more than 0 (such as 2 or 0.5), but received '" + Printable(text) + "'");
            }
            arguments.time_limit_seconds = *seconds;
          },
          "after so long, take the best found so far (each file; not lanczos)")
      ->type_name("SECONDS");
}

void AddFiles(CLI::App* command, Arguments& arguments) {
  command->add_option("INPUT", arguments.inputs, "files, directories, or - for standard input")->required();
  command
      ->add_option("-o,--output", arguments.output, "file for one input, directory for several, - for standard output")
      ->type_name("PATH");
  command->add_flag("--overwrite", arguments.overwrite, "replace outputs that exist (never an input)");
}

void AddReporting(CLI::App* command, Arguments& arguments) {
  AddAmount(command, "-j,--jobs", arguments.jobs, kMaxJobs, "files at a time (default: all cores)");
  command->add_flag("--json", arguments.json, "one JSON object a file on standard output, failures included");
  auto* const quiet = command->add_flag("-q,--quiet", arguments.quiet, "no progress; errors only");
  command->add_flag("-v,--verbose", arguments.verbose, "a line for each file on standard error")->excludes(quiet);
}

void AddMaxPixels(CLI::App* command, Arguments& arguments) {
  AddAmount(command, "--max-pixels", arguments.max_pixels, kMaxPixels, "refuse larger pictures (default 268435456)");
}

void DefineEncode(CLI::App* command, Arguments& arguments) {
  AddFiles(command, arguments);
  AddAmount(command, "-b,--max-bytes", arguments.max_bytes, kMaxStreamBytes,
            "hard limit of a mote, default 4096; k and KiB mean 1024, kB means 1000");
  AddMethod(command, arguments);
  command->add_option("-e,--effort", arguments.effort, "1 (fastest) to 9 (best), default 5")
      ->check(CLI::Range(1, 9))
      ->type_name("1..9");
  AddTune(command, arguments);
  AddTimeLimit(command, arguments);
  AddMaxPixels(command, arguments);
  AddReporting(command, arguments);
  command->footer(EncodeHelp());
}

void DefineDecode(CLI::App* command, Arguments& arguments) {
  AddFiles(command, arguments);
  AddAmount(command, "--max-side", arguments.max_side, 65535, "shrink so that neither side is longer, pixels");
  AddMaxPixels(command, arguments);
  AddReporting(command, arguments);
  command->footer(DecodeHelp());
}

void DefineInfo(CLI::App* command, Arguments& arguments) {
  command->add_option("FILE", arguments.inputs, "motes, or - for standard input")->required();
  command->add_flag("--json", arguments.json, "one JSON object a file, failures included");
  command->footer(InfoHelp());
}

void DefineScore(CLI::App* command, Arguments& arguments, std::string& reference, std::string& test) {
  command->add_option("REFERENCE", reference, "the original: a file or a directory")->required();
  command->add_option("TEST", test, "what to compare with it: a file or a directory")->required();
  AddMaxPixels(command, arguments);
  AddReporting(command, arguments);
  command->footer(ScoreHelp());
}

// What CLI11 cannot know. Empty if all is well.
std::string Contradiction(const Arguments& arguments) {
  const auto& inputs = arguments.inputs;
  if (std::count(inputs.begin(), inputs.end(), kStandardStream) > 1) return "standard input (-) can be read only once";
  if (std::count(inputs.begin(), inputs.end(), std::string()) > 0) return "an input's name is empty";
  if (arguments.output == kStandardStream) {
    if (inputs.size() > 1) return "standard output (-o -) takes one input only";
    if (arguments.json) return "--json and -o - cannot both have standard output";
  } else if (arguments.output.empty() &&
             (arguments.command == Command::kEncode || arguments.command == Command::kDecode)) {
    const bool reads_stdin = std::count(inputs.begin(), inputs.end(), kStandardStream) > 0;
    if (reads_stdin && inputs.size() > 1) return "standard input (-) among several inputs needs -o DIRECTORY";
    if (reads_stdin && arguments.json) return "--json with standard input (-) needs -o FILE";
  }
  return "";
}

}  // namespace

const char* MethodName(mote_method method) {
  switch (method) {
    case MOTE_METHOD_LANCZOS:
      return "lanczos";
    case MOTE_METHOD_PATCHES:
      return "patches";
    case MOTE_METHOD_DEFAULT:  // what this build's default is
    case MOTE_METHOD_NEURAL:
      return "neural";
  }
  return "unknown";
}

int ReportUsage(Command command, const std::string& message) {
  std::fprintf(stderr, "mote %s: %s (see mote %s --help)\n", CommandName(command), Printable(message).c_str(),
               CommandName(command));
  return kExitUsage;
}

std::variant<Arguments, int> ParseArguments(int count, char** values) {
  Arguments arguments;
  arguments.jobs = std::clamp(std::thread::hardware_concurrency(), 1u, kMaxJobs);
  std::string reference;
  std::string test;

  CLI::App app(MainDescription(), "mote");
  app.set_version_flag("--version", std::string("mote ") + mote_version());
  app.require_subcommand(1);
  app.footer(MainHelp());
  struct Definition {
    Command command;
    CLI::App* app;
  };
  const Definition definitions[] = {
      {Command::kEncode, app.add_subcommand("encode", "pictures to motes of at most so many bytes")},
      {Command::kDecode, app.add_subcommand("decode", "motes to pictures of the original dimensions")},
      {Command::kInfo, app.add_subcommand("info", "what motes say of themselves")},
      {Command::kScore, app.add_subcommand("score", "DSSIM-2016 between pictures")},
  };
  DefineEncode(definitions[0].app, arguments);
  DefineDecode(definitions[1].app, arguments);
  DefineInfo(definitions[2].app, arguments);
  DefineScore(definitions[3].app, arguments, reference, test);

  std::vector<std::string> words;  // last first, as CLI11 wants them
  for (int i = count - 1; i > 0; --i)
    words.push_back(NeedsDisguise(values[i]) ? std::string(kDisguise) + values[i] : values[i]);
  const auto chosen = [&]() -> const Definition* {
    for (const Definition& definition : definitions) {
      if (definition.app->parsed()) return &definition;
    }
    return nullptr;
  };
  try {
    app.parse(words);
  } catch (const CLI::Success& success) {  // help or version was asked for
    std::fflush(stdout);
    return app.exit(success);
  } catch (const CLI::ParseError& mistake) {
    if (chosen() != nullptr) return ReportUsage(chosen()->command, mistake.what());
    std::fprintf(stderr, "mote: %s (see mote --help)\n", Printable(mistake.what()).c_str());
    return kExitUsage;
  }
  arguments.command = chosen()->command;
  if (arguments.command == Command::kScore) arguments.inputs = {reference, test};
  for (std::string& input : arguments.inputs) input = Undisguised(input);
  arguments.output = Undisguised(arguments.output);
  const std::string contradiction = Contradiction(arguments);
  if (!contradiction.empty()) return ReportUsage(arguments.command, contradiction);
  return arguments;
}

}  // namespace mote::app
