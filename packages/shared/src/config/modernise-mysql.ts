import type { Block, Statement } from "./ast.ts";
import { type Edit, insertBefore, insertInto, replaceWords } from "./rewrite.ts";

/**
 * What two-node MySQL pairs wrote around keepalived because it cannot ask a database: a virtual server whose one real
 * server is the local MySQL and whose notify_down ends keepalived, and scripts that look for the process. Each becomes
 * a check and something tracked, which give the VIP up and take it back without anything being killed.
 */
export const moderniseMysql = (statements: readonly Statement[]): readonly Edit[] => {
  const instances = blocksOf(statements, "vrrp_instance");
  if (instances.length === 0) return [];
  return [
    ...blocksOf(statements, "vrrp_script").flatMap((script) => scriptEdits(script, statements)),
    ...blocksOf(statements, "virtual_server").flatMap((service) => localServiceEdits(service, instances)),
  ];
};

interface WithBlock extends Statement {
  readonly block: Block;
}

const wordOf = ({ words }: Statement, at: number): string => words[at]?.value ?? "";
const isBlock = (statement: Statement): statement is WithBlock => statement.block !== null;
const blocksOf = (items: readonly Statement[], keyword: string): readonly WithBlock[] =>
  items.filter(isBlock).filter((item) => wordOf(item, 0) === keyword);
const lineOf = ({ block }: WithBlock, keyword: string): Statement | undefined =>
  block.items.find((item) => wordOf(item, 0) === keyword && item.block === null);
const commandOf = (statement: Statement): string =>
  statement.words
    .slice(1)
    .map(({ value }) => value)
    .join(" ");

const LOOKS_FOR_PROCESS =
  /^(?:\S*\/)?(?:killall -0|pidof(?: -s)?|pgrep(?: -x)?) (mysqld|mariadbd|mysqld_safe)(?: *&?> *\/dev\/null)?$/;
const CHECKS_MYSQL = /^(?:\S*\/)?(?:sh |bash )?\S*(?:mysql|mariadb)\S*\.(?:sh|py|pl)$/i;
const ENDS_KEEPALIVED = /kill|stop|shutdown|keepalived|mysql|mariadb/i;
const SCRIPT_ONLY = ["interval", "timeout", "fall", "rise", "user", "init_fail"];

const scriptEdits = (script: WithBlock, statements: readonly Statement[]): readonly Edit[] => {
  const line = lineOf(script, "script");
  if (!line) return [];
  const command = commandOf(line).trim();
  const process = LOOKS_FOR_PROCESS.exec(command)?.[1];
  if (process !== undefined) return processEdits(script, line, process, statements);
  if (!CHECKS_MYSQL.test(command)) return [];
  return replaceWords(
    line.words,
    'script "/usr/bin/mysqladmin --connect-timeout=2 ping"',
    "asks MySQL itself whether it answers (no account is needed); such scripts usually stop keepalived, which then stays down. What yours does beyond that is not seen here: keep it if you need that",
  );
};

/** vrrp_script becomes vrrp_track_process of the same name, and so does each place that tracks it. */
const processEdits = (
  script: WithBlock,
  line: Statement,
  process: string,
  statements: readonly Statement[],
): readonly Edit[] => {
  const name = wordOf(script, 1);
  const uses = statements.filter(isBlock).flatMap(({ block }) => blocksOf(block.items, "track_script"));
  const tracking = uses.filter(({ block }) => block.items.some((item) => wordOf(item, 0) === name));
  // A list that tracks other scripts too would have to be taken apart.
  if (name === "" || tracking.some(({ block }) => block.items.length > 1)) return [];
  const reason = `the kernel's list of processes says it without a program being started every interval`;
  const superfluous = script.block.items.filter((item) => SCRIPT_ONLY.includes(wordOf(item, 0)));
  return [
    ...replaceWords(script.words.slice(0, 1), "vrrp_track_process", reason),
    ...replaceWords(line.words, `process ${process}`, reason),
    ...superfluous.flatMap(({ words }) => replaceWords(words, null, "a process is not asked at intervals")),
    ...(lineOf(script, "weight")
      ? []
      : [insertInto(script.block, ["weight 0"], "a script's weight is 0 when none is given, a process's is 1")]),
    ...tracking.flatMap(({ words }) => replaceWords(words, "track_process", reason)),
  ];
};

const localServiceEdits = (service: WithBlock, instances: readonly WithBlock[]): readonly Edit[] => {
  const [server, ...others] = blocksOf(service.block.items, "real_server");
  const down = server && lineOf(server, "notify_down");
  if (!server || !down || others.length > 0 || !ENDS_KEEPALIVED.test(commandOf(down))) return [];
  const [check] = blocksOf(server.block.items, "TCP_CHECK");
  const [address, port] = [wordOf(server, 1), wordOf(server, 2) || "3306"];
  const name = `mysql_${port}`;
  const tracked = instances.find((instance) => holds(instance, wordOf(service, 1))) ?? instances[0];
  const first = instances[0]?.words[0];
  if (!check || !tracked || !first || first.line.text.slice(0, first.start).trim() !== "") return [];
  const script = [
    `vrrp_script ${name} {`,
    `    script "/usr/bin/mysqladmin --host=${address} --port=${port} --connect-timeout=2 ping"`,
    "    interval 2",
    "    timeout 3",
    "    fall 2",
    "    rise 2",
    "}",
    "",
  ];
  return [
    insertBefore(first, script, "what the VIP depends on: MySQL answers (mysqladmin ping needs no account)"),
    trackEdit(tracked, name),
    ...replaceWords(
      down.words,
      null,
      `the tracked check gives the VIP up when MySQL does not answer, and lets it come back; a killed keepalived stays down`,
    ),
    ...replaceWords(check.words, "MYSQL_CHECK", "logs in to MySQL instead of only opening a connection"),
    insertInto(
      check.block,
      ["defaults_file /etc/baton/check.cnf"],
      "a file of mode 0600 with [client], user and password; the account needs no right but to log in",
    ),
  ];
};

const holds = (instance: WithBlock, address: string): boolean =>
  blocksOf(instance.block.items, "virtual_ipaddress").some(({ block }) =>
    block.items.some((item) => wordOf(item, 0).split("/")[0] === address),
  );

const trackEdit = (instance: WithBlock, name: string): Edit => {
  const reason = "while MySQL does not answer here, this instance is in fault and the other director takes over";
  const [list] = blocksOf(instance.block.items, "track_script");
  return list
    ? insertInto(list.block, [name], reason)
    : insertInto(instance.block, ["track_script {", `    ${name}`, "}"], reason);
};
