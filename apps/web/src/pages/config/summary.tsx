import { useTranslation } from "react-i18next";
import { useWords } from "../../hooks/use-words.ts";
import type { ConfigSummary, InstanceSummary, ServerSummary, ServiceSummary } from "../../model/config-summary.ts";
import { FactRow, Facts } from "../../ui/facts.tsx";
import { Card } from "../../ui/panel.tsx";

export const Summary = ({ summary }: { summary: ConfigSummary }) => {
  const { t } = useTranslation();
  const { routerId, instances, services, moreInstances, moreServices } = summary;
  return (
    <div data-testid="config-summary" className="grid gap-2">
      {routerId === null ? null : (
        <p className="text-muted">
          {t("config.summary.routerId")} <span className="font-semibold text-ink">{routerId}</span>
        </p>
      )}
      {instances.length + services.length === 0 ? (
        <Card className="px-3 py-2 text-muted">{t("config.summary.nothing")}</Card>
      ) : null}
      {instances.map((instance) => (
        <Instance key={instance.name} instance={instance} />
      ))}
      {moreInstances > 0 ? <p className="text-muted">{t("config.more", { count: moreInstances })}</p> : null}
      {services.map((service) => (
        <Service key={service.name ?? `${service.protocol} ${service.address} ${service.port}`} service={service} />
      ))}
      {moreServices > 0 ? <p className="text-muted">{t("config.more", { count: moreServices })}</p> : null}
    </div>
  );
};

const seconds = (ms: number): number => Math.round(ms) / 1000;

const Instance = ({ instance }: { instance: InstanceSummary }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { name, vrid, version, state, priority, addresses, advertInterval, detection } = instance;
  return (
    <Card className="px-3 py-2.5">
      <h3 className="mb-1.5 font-semibold">{t("vip.router", { instance: name, vrid })}</h3>
      <Facts>
        <FactRow name={t("config.summary.addresses")}>{addresses.join(", ")}</FactRow>
        <FactRow name={t("directors.interface")}>
          {t("directors.interfaceValue", {
            interface: instance.interface,
            version,
            interval: words.interval(advertInterval),
          })}
        </FactRow>
        <FactRow name={t("directors.priority")}>{t("config.summary.priority", { priority, state })}</FactRow>
        <FactRow name={t("config.summary.detection")}>
          {t("config.summary.masterDetection", { seconds: seconds(detection) })}
        </FactRow>
      </Facts>
    </Card>
  );
};

const Service = ({ service }: { service: ServiceSummary }) => {
  const { t } = useTranslation();
  const { name, protocol, address, port, scheduler, forwarding, persistence, servers, moreServers } = service;
  return (
    <Card className="px-3 py-2.5">
      <h3 className="mb-1.5 font-semibold">{name ?? `${protocol} ${address} ${t("config.summary.port", { port })}`}</h3>
      <p className="text-muted">
        {t("services.scheduler", { name: scheduler })}, {forwarding},{" "}
        {persistence === null
          ? t("services.noPersistence")
          : t("services.persistence", { duration: t("duration.s", { value: seconds(persistence) }) })}
      </p>
      <ul className="mt-1.5 grid gap-1.5">
        {servers.map((server) => (
          <Server key={`${server.address} ${server.port}`} server={server} />
        ))}
      </ul>
      {moreServers > 0 ? <p className="text-muted">{t("config.more", { count: moreServers })}</p> : null}
    </Card>
  );
};

const Server = ({ server }: { server: ServerSummary }) => {
  const { t } = useTranslation();
  const { address, port, weight, detection } = server;
  return (
    <li>
      <span className="font-medium">
        {address} {t("config.summary.port", { port })}
      </span>
      , {t("config.summary.weight", { weight })}
      <br />
      <span className={detection === null ? "text-warn" : "text-muted"}>
        {detection === null
          ? t("config.summary.unchecked")
          : t("config.summary.serverDetection", {
              worst: seconds(detection.worst),
              refused: seconds(detection.refused ?? detection.worst),
            })}
      </span>
    </li>
  );
};
