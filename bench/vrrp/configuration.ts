/** The text both programs read. Sub-second adverts exist in version 3 only. */
export const configuration = (options: {
  readonly instances: number;
  readonly advertSeconds: number;
  readonly priority: number;
}): string => {
  const instances = Array.from(
    { length: options.instances },
    (_, i) => `vrrp_instance VI_${i + 1} {
    state BACKUP
    interface eth0
    virtual_router_id ${i + 1}
    priority ${options.priority}
    advert_int ${options.advertSeconds}
    garp_master_delay 0
    virtual_ipaddress {
        10.98.1.${i + 1}/32
    }
}
`,
  );
  return `global_defs {\n    vrrp_version 3\n    vrrp_garp_master_repeat 1\n}\n${instances.join("")}`;
};
