/** Keeps one core busy until it is killed or its parent is gone. */
process.on("disconnect", () => process.exit(0));
const spin = (): void => {
  const until = performance.now() + 50;
  while (performance.now() < until);
  setImmediate(spin);
};
spin();
