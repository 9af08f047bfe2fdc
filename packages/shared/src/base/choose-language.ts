import { type Language, languageOf } from "./language.ts";

/** A locale says its character set behind a dot; ours is UTF-8, and a terminal of another one would show rubbish. */
const speaksUtf8 = (locale: string): boolean => {
  const charset = /\.([^@]*)/.exec(locale)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
};

/** The value of `--lang`, wherever it stands; what is no language is refused later, see below. */
const asked = (argv: readonly string[]): string | null => {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  const at = options.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  if (at < 0) return null;
  return options[at] === "--lang" ? (options[at + 1] ?? null) : (options[at]?.slice("--lang=".length) ?? null);
};

/** --lang, else the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX, XBD section 8.2); else English. */
export const chooseLanguage = (
  argv: readonly string[],
  { LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>,
): Language => {
  const wanted = asked(argv);
  if (wanted !== null) return languageOf(wanted) ?? "en";
  const locale = LC_ALL || LC_MESSAGES || LANG || "C";
  return speaksUtf8(locale) ? (languageOf(locale) ?? "en") : "en";
};

/** The command line without `--lang`, so that the first word of it is the command. */
export const firstWord = (argv: readonly string[]): string => {
  const at = argv[0] === "--lang" ? 2 : argv[0]?.startsWith("--lang=") ? 1 : 0;
  return argv[at] ?? "";
};

/** Reads the value of `--lang`; throws what `refusal` makes of a sentence for what is no language. */
export const createLanguageParser =
  (refusal: (sentence: string) => Error) =>
  (text: string): Language => {
    const language = languageOf(text);
    if (language === null) throw refusal("Baton speaks en and zh-CN.");
    return language;
  };
