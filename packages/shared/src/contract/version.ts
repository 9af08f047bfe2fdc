/** Grows when an older side could misread a newer one. Hello carries it; the hub answers with a named refusal. */
export const CONTRACT_VERSION = 1;
