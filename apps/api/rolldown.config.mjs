/** One file for the hub; what carries WebAssembly, native code or assets stays in node_modules beside it. */
export default {
  input: "src/main.ts",
  platform: "node",
  tsconfig: false,
  external: [
    "@node-rs/argon2",
    "@electric-sql/pglite",
    /^@prisma\/schema-engine-wasm/,
    "@fastify/swagger-ui",
    "pg-native",
    "bufferutil",
    "utf-8-validate",
  ],
  output: { file: "out/hub.mjs", format: "esm", codeSplitting: false, sourcemap: false },
};
