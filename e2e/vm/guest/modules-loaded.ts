/** The guest's start script makes this file when the kernel modules are in; the exec server answers from then on. */
export const modulesLoaded = "/run/baton-modules-loaded";
