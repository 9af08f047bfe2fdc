import type { ConfigModel } from "@baton/shared/config/model.ts";

/** Whether anything could happen that somebody is written to about. */
export const wantsMail = ({ globals, virtualServers }: Pick<ConfigModel, "globals" | "virtualServers">): boolean => {
  const { mail } = globals;
  if (!mail) return false;
  if (mail.instances.length > 0 || mail.checkersByDefault) return true;
  return virtualServers.some(
    ({ smtpAlert, realServers }) => smtpAlert === true || realServers.some((server) => server.smtpAlert === true),
  );
};
