import { Download, FileText, FolderOpen, RefreshCw, WandSparkles } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import type { useEditors } from "./use-editors.ts";

interface Props {
  readonly empty: boolean;
  readonly editors: Pick<ReturnType<typeof useEditors>, "open" | "example" | "format" | "modernise" | "save">;
}

export const Toolbar = ({ empty, editors }: Props) => {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-wrap gap-2">
      <input
        ref={input}
        type="file"
        hidden
        data-testid="config-file"
        aria-label={t("config.open")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void editors.open(file);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
      <Button size="small" onClick={() => input.current?.click()}>
        <FolderOpen aria-hidden className="size-3.5" />
        {t("config.open")}
      </Button>
      <Button size="small" data-testid="config-example" onClick={editors.example}>
        <FileText aria-hidden className="size-3.5" />
        {t("config.example")}
      </Button>
      <Button size="small" data-testid="config-format" disabled={empty} onClick={editors.format}>
        <WandSparkles aria-hidden className="size-3.5" />
        {t("config.format")}
      </Button>
      <Button size="small" data-testid="config-modernise" disabled={empty} onClick={editors.modernise}>
        <RefreshCw aria-hidden className="size-3.5" />
        {t("config.modernise")}
      </Button>
      <Button size="small" disabled={empty} onClick={editors.save}>
        <Download aria-hidden className="size-3.5" />
        {t("config.save")}
      </Button>
    </div>
  );
};
