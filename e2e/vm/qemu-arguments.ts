import { join } from "node:path";
import type { PortForward } from "./kernel.ts";

export interface MachinePlan {
  readonly kernel: string;
  readonly initrd: string;
  readonly privateRoot: string;
  readonly share: string;
  /** Folder of this boot below the share; a name of hexadecimal digits. */
  readonly boot: string;
  readonly accelerator: "kvm" | "tcg";
  readonly processors: number;
  readonly memoryMiB: number;
  readonly ports: readonly PortForward[];
  readonly console: string;
}

/** A machine for tests: no hardening that costs an emulated processor time, and power off on a panic. */
const kernelParameters = [
  ...["console=ttyS0", "quiet", "panic=-1", "mitigations=off", "init_on_alloc=0", "apparmor=0", "audit=0"],
  ...["cryptomgr.notests", "random.trust_cpu=on", "rcupdate.rcu_expedited=1", "tsc=reliable"],
].join(" ");

/** A comma separates QEMU's options; doubled it stands for itself. */
const quote = (path: string): string => path.replaceAll(",", ",,");

const share = (id: string, path: string, mode: string): string[] => [
  "-fsdev",
  `local,id=${id},path=${quote(path)},security_model=none,multidevs=remap${mode}`,
  "-device",
  `virtio-9p-pci,fsdev=${id},mount_tag=${id}`,
];

/**
 * QEMU's argv without the program. restrict=on: the guest reaches nothing but the forwarded ports, which listen on the
 * host's loopback alone.
 */
export const qemuArguments = (plan: MachinePlan): string[] => {
  const forwards = plan.ports.map(({ host, guest }) => `,hostfwd=tcp:127.0.0.1:${host}-:${guest}`).join("");
  const accelerated = plan.accelerator === "kvm";
  return [
    ...[
      "-L",
      join(plan.privateRoot, "usr/share/qemu"),
      "-L",
      join(plan.privateRoot, "usr/share/seabios"),
      "-L",
      "/usr/share/qemu",
    ],
    ...["-nodefaults", "-no-user-config", "-machine", "q35", "-display", "none", "-no-reboot", "-monitor", "none"],
    ...["-accel", accelerated ? "kvm" : "tcg,thread=multi,tb-size=1024", "-cpu", accelerated ? "host" : "max"],
    ...["-smp", `${plan.processors}`, "-m", `${plan.memoryMiB}`, "-serial", `file:${quote(plan.console)}`],
    ...["-kernel", plan.kernel, "-initrd", plan.initrd],
    ...["-append", `${kernelParameters} baton.boot=${plan.boot}`],
    ...share("rootfs", "/", ",readonly=on"),
    ...share("private", plan.privateRoot, ",readonly=on"),
    ...share("share", plan.share, ""),
    ...["-netdev", `user,id=net,ipv6=off,restrict=on${forwards}`, "-device", "virtio-net-pci,netdev=net,romfile="],
  ];
};
