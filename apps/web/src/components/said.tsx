import { useTranslation } from "react-i18next";
import { saidText } from "../model/said.ts";

/** An agent's sentence, in the reader's language where that is known; as it was said, which logs have, when pointed at. */
export const Said = ({ sentence, className }: { sentence: string; className?: string }) => {
  const { t } = useTranslation();
  const { text, lang } = saidText(t, sentence);
  return (
    <span lang={lang} title={text === sentence ? undefined : sentence} className={className}>
      {text}
    </span>
  );
};
