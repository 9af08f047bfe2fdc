import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Side } from "../model/config-sides.ts";

type Texts = Record<Side, string>;

const KEY = ["config-texts"] as const;

/**
 * What stands in the two editors, kept in this tab's memory while other pages are shown. It lies where the log-out
 * clears everything, since such files hold passwords.
 */
export const useConfigTexts = (): Texts => {
  const queries = useQueryClient();
  const texts = useRef<Texts>(queries.getQueryData<Texts>(KEY) ?? { A: "", B: "" });
  useEffect(() => {
    queries.setQueryDefaults(KEY, { gcTime: Number.POSITIVE_INFINITY });
    queries.setQueryData(KEY, texts.current);
  }, [queries]);
  return texts.current;
};
