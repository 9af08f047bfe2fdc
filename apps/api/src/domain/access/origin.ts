/**
 * Browsers say which page opens a connection; other programs say nothing. A page from elsewhere must not ride on the
 * user's cookie, so its origin has to be the host it connects to, or the public address.
 */
export const isOwnOrigin = (
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
): boolean => {
  if (origin === undefined) return true;
  const given = URL.parse(origin);
  if (!given) return false;
  if (host !== undefined && given.host === host) return true;
  return publicUrl !== null && given.host === URL.parse(publicUrl)?.host;
};
