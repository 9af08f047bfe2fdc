import type { ConfigModel } from "@baton/shared/config/model.ts";

/** Whether anything could happen that somebody is written to about. */
export const wantsMail = ({ globals, virtualServers }: Pick<ConfigModel, "globals" | "virtualServers">): boolean => {
  const { mail } = globals;
  if (!mail) return false;
  if (mail.instances.length > 0 || mail.groups.length > 0) return true;
  return virtualServers.some(
    ({ smtpAlert, realServers }) =>
      (smtpAlert ?? mail.quorumsByDefault) ||
      realServers.some((server) => server.checkers.length > 0 && (server.smtpAlert ?? mail.serversByDefault)),
  );
};
