import lvs1 from "../../../../conformance/config/valid/article-lvs1.conf?raw";
import lvs2 from "../../../../conformance/config/valid/article-lvs2.conf?raw";

/** A well-known pair for two MySQL servers. */
export const EXAMPLE = { A: lvs1, B: lvs2 } as const;
