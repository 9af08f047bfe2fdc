import type { Token } from "../lexer.ts";
import type { Complaints } from "./reader.ts";

export interface Weight {
  readonly weight: number;
  readonly reverse: boolean;
}

const numberIn = (word: Token | undefined, limit: number): number | null => {
  if (!word || !/^[+-]?\d{1,3}$/.test(word.value)) return null;
  const value = Number(word.value) + 0;
  return Math.abs(value) <= limit ? value : null;
};

/** `[weight] N [reverse]`. `bare`: the words after the keyword `weight`, which begin with the number. */
export const weightOptions = (
  words: readonly Token[],
  fallback: Weight,
  limit: number,
  say: Complaints,
  bare: boolean,
): Weight => {
  let { weight, reverse } = fallback;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word) continue;
    const isNumber = bare && i === 0;
    if (word.value === "weight" || isNumber) {
      const at = isNumber ? word : words[++i];
      const value = numberIn(at, limit);
      if (value === null)
        say.error(at ?? word, "config.bad-value", `a weight is a whole number from -${limit} to ${limit}`);
      weight = value ?? weight;
    } else if (word.value === "reverse") reverse = true;
    else if (word.value === "noreverse") reverse = false;
    else
      say.error(
        word,
        "config.bad-value",
        `'${word.value.slice(0, 60)}' is not an option here`,
        "weight N and reverse are",
      );
  }
  return { weight, reverse };
};
