/** Aborted by the first SIGINT, SIGTERM or SIGHUP; later ones are told to wait, since cleaning up is under way. */
export const stopSignal = (say: (line: string) => void): AbortSignal => {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) return say("still removing what the lab made");
      controller.abort(new Error(`ended by ${name}`));
    });
  }
  return controller.signal;
};

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
