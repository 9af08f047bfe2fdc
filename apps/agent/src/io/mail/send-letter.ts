import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { hostname } from "node:os";
import type { MailSettings } from "@baton/shared/config/model-mail.ts";
import { createTransport } from "nodemailer";
import type { Letter } from "../../core/mail/letter.ts";

/** A mail server has little to say; one that says more than this means harm. */
const MAX_HEARD_BYTES = 64 * 1024;

/** Resolves when it is connected; from then on it is ended when it says too much. */
const openBounded = async ({ server, connectTimeout }: MailSettings): Promise<Socket> => {
  const socket = connect({ host: server.host, port: server.port });
  const timer = setTimeout(() => socket.destroy(new Error("no answer in time")), connectTimeout);
  // The library replaces this one; after the end a late error must not become an exception.
  socket.on("error", () => {});
  try {
    await once(socket, "connect");
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  let heard = 0;
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.length;
    if (heard > MAX_HEARD_BYTES) socket.destroy(new Error(`the mail server said more than ${MAX_HEARD_BYTES} bytes`));
  });
  socket.pause();
  return socket;
};

/** One letter by one connection, in clear or by STARTTLS where that is offered, as in keepalived without a log-in. */
export const sendLetter = async (settings: MailSettings, { subject, text }: Letter): Promise<void> => {
  const { recipients, from, helo, connectTimeout, server } = settings;
  const socket = await openBounded(settings);
  const transport = createTransport({
    connection: socket,
    host: server.host,
    port: server.port,
    name: helo ?? hostname(),
    // The letter may go in clear, so a certificate that nobody knows makes it no worse.
    tls: { rejectUnauthorized: false },
    greetingTimeout: connectTimeout,
    socketTimeout: connectTimeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from: from ?? `baton@${hostname()}`, to: [...recipients], subject, text });
  } finally {
    transport.close();
    socket.destroy();
  }
};
