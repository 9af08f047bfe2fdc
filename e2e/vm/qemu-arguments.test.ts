import { expect, test } from "vitest";
import { type MachinePlan, qemuArguments } from "./qemu-arguments.ts";

const plan: MachinePlan = {
  kernel: "/r/kernel",
  initrd: "/r/initrd",
  privateRoot: "/r/debian",
  share: "/r/a,b",
  boot: "0123456789abcdef",
  accelerator: "tcg",
  processors: 2,
  memoryMiB: 2048,
  ports: [
    { host: 4000, guest: 9 },
    { host: 8080, guest: 41000 },
  ],
  console: "/r/console.log",
};

test("the card has no way out, and forwarded ports listen on loopback alone", () => {
  const argv = qemuArguments(plan);
  expect(argv).toContain(
    "user,id=net,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:4000-:9,hostfwd=tcp:127.0.0.1:8080-:41000",
  );
});

test("this machine's files are read-only, the share is not, and a comma in a path stays one path", () => {
  const shares = qemuArguments(plan).filter((each) => each.startsWith("local,"));
  expect(shares).toEqual([
    "local,id=rootfs,path=/,security_model=none,multidevs=remap,readonly=on",
    "local,id=private,path=/r/debian,security_model=none,multidevs=remap,readonly=on",
    "local,id=share,path=/r/a,,b,security_model=none,multidevs=remap",
  ]);
});

test("KVM is used when the machine has it", () => {
  expect(qemuArguments(plan)).toContain("tcg,thread=multi,tb-size=1024");
  expect(qemuArguments({ ...plan, accelerator: "kvm" })).toContain("kvm");
});
