import { widthOf } from "./cell-width.ts";
import { wrap } from "./wrap.ts";

interface Described {
  readonly description: () => string;
  readonly summary: () => string;
}

interface DescribedOption {
  readonly description: string;
  readonly defaultValue?: unknown;
}

/** What of --help is commander's own. */
const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Options:": "选项：",
  "Arguments:": "参数：",
  "Commands:": "命令：",
  "display help for command": "显示命令的帮助",
  "output the version number": "显示版本号",
};

/** Settings for commander's configureHelp: English descriptions in Chinese, in columns. `translate`: null when unknown. */
export const chineseHelp = (translate: (text: string) => string | null) => {
  const chinese = (text: string): string => TITLES[text] ?? translate(text) ?? text;
  return {
    styleTitle: chinese,
    displayWidth: widthOf,
    boxWrap: wrap,
    commandDescription: (command: Described): string => chinese(command.description()),
    subcommandDescription: (command: Described): string => chinese(command.summary() || command.description()),
    argumentDescription: ({ description }: DescribedOption): string => chinese(description),
    optionDescription: ({ description, defaultValue }: DescribedOption): string => {
      const isPlain = defaultValue === undefined || defaultValue === "" || defaultValue === false;
      return `${chinese(description)}${isPlain ? "" : `（默认：${JSON.stringify(defaultValue)}）`}`;
    },
  };
};
