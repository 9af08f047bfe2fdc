import { Download, FileText, FolderOpen, WandSparkles } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";

interface Props {
  readonly empty: boolean;
  readonly onOpen: (file: File) => void;
  readonly onExample: () => void;
  readonly onFormat: () => void;
  readonly onSave: () => void;
}

export const Toolbar = ({ empty, onOpen, onExample, onFormat, onSave }: Props) => {
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
          if (file) onOpen(file);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
      <Button size="small" onClick={() => input.current?.click()}>
        <FolderOpen aria-hidden className="size-3.5" />
        {t("config.open")}
      </Button>
      <Button size="small" data-testid="config-example" onClick={onExample}>
        <FileText aria-hidden className="size-3.5" />
        {t("config.example")}
      </Button>
      <Button size="small" data-testid="config-format" disabled={empty} onClick={onFormat}>
        <WandSparkles aria-hidden className="size-3.5" />
        {t("config.format")}
      </Button>
      <Button size="small" disabled={empty} onClick={onSave}>
        <Download aria-hidden className="size-3.5" />
        {t("config.save")}
      </Button>
    </div>
  );
};
