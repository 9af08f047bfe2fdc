/** Put in by the bundler from package.json. */
declare const BATON_VERSION: string | undefined;

export const VERSION: string = typeof BATON_VERSION === "string" ? BATON_VERSION : "0.0.0-source";
