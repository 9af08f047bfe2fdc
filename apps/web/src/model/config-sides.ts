/** This director and its partner. */
export const SIDES = ["A", "B"] as const;
export type Side = (typeof SIDES)[number];

export const isSide = (text: string): text is Side => text === "A" || text === "B";
