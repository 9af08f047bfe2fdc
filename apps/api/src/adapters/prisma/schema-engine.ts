import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { MigrationTarget } from "./migration-target.ts";

/**
 * Prisma's schema engine in its WebAssembly form, over a driver adapter: no native program and no download. The
 * package's own entry imports the .wasm file as a module, which Node does not load, so it is wired up here.
 */

interface WasmGlue {
  readonly __wbg_set_wasm: (exports: unknown) => void;
  readonly SchemaEngine: {
    readonly new: (
      options: { datamodels: [string, string][] | undefined },
      log: (message: string) => void,
      adapter: object,
    ) => Promise<SchemaEngine>;
  };
}

interface WasmRuntime {
  readonly instantiate: (
    code: Uint8Array,
    imports: Record<string, unknown>,
  ) => Promise<{ instance: { exports: Record<string, () => void> } }>;
}

const wasmGlue = glue as unknown as WasmGlue;

const load = async (): Promise<void> => {
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const runtime = Reflect.get(globalThis, "WebAssembly") as WasmRuntime;
  const code = await readFile(script.replace(/\.js$/, ".wasm"));
  const { instance } = await runtime.instantiate(code, { "./schema_engine_bg.js": glue });
  wasmGlue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
};

let loading: Promise<void> | undefined;

/** The engine on that database; the caller frees it. Given a schema, it can also compare with it. */
export const openSchemaEngine = async (target: MigrationTarget, schema?: SchemasContainer): Promise<SchemaEngine> => {
  let panic = "";
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      get: () => panic,
      set_message: (message: string) => {
        panic = message;
      },
    },
  });
  loading ??= load();
  await loading;
  return wasmGlue.SchemaEngine.new(
    { datamodels: schema?.files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(target.factory),
  );
};
