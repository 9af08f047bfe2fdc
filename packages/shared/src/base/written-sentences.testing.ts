/** For tests: the sentences that stand in a source, as its syntax tree (ESTree) has them. */

/** A sentence, or a part of one; `{}` is where a value is put in. */
export interface Written {
  readonly text: string;
  /** Offset in the source. */
  readonly start: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

const textOf = (node: Node): string | null => {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return null;
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join("{}");
};

/** Every string of a syntax tree, those inside of templates too. */
export const stringsIn = (tree: unknown): readonly Written[] => {
  if (!isNode(tree)) return [];
  const text = textOf(tree);
  const inside = Object.values(tree).flatMap((value) => (Array.isArray(value) ? value : [value]).flatMap(stringsIn));
  return text === null ? inside : [{ text, start: tree.start }, ...inside];
};

/** Two words, with nothing but a space and a sign between them. */
export const isSentence = (text: string): boolean => /[A-Za-z]['"]?[,:;]? +['"]?\w/.test(text.replaceAll("{}", "0"));

/** A template of a table as it stands in the source that says it. */
export const skeleton = (template: string): string => template.replace(/\{\w+\}/g, "{}");
