import { createServer } from "node:net";

/** An SMTP server for a namespace of its own: it takes every mail and says its subject. Arguments: address, port. */

const [address = "127.0.0.1", port = "2525"] = process.argv.slice(2);

createServer((socket) => {
  let rest = "";
  let inData = false;
  socket.on("error", () => {});
  socket.write("220 mail.example.org\r\n");
  socket.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + String(text)).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (inData && line.startsWith("Subject:")) process.stdout.write(`${line}\n`);
      if (inData && line !== ".") continue;
      inData = !inData && line === "DATA";
      socket.write(inData ? "354 go on\r\n" : line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
    }
  });
}).listen(Number(port), address, () => process.stdout.write("ready\n"));
