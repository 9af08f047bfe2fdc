import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader, encodeChunks, encodeFrame, FrameError, maxPayload } from "./exec-frame.ts";

const frames = fc.array(
  fc.record({ type: fc.integer({ min: 0, max: 255 }), payload: fc.uint8Array({ maxLength: 300 }) }),
  {
    maxLength: 20,
  },
);

test("frames come out as they went in, however the stream is cut", () => {
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(({ type, payload }) => encodeFrame(type, payload)));
      const read = createFrameReader();
      const got = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const length = cuts[turn % cuts.length] ?? 1;
        got.push(...read(stream.subarray(at, at + length)));
        at += length;
      }
      expect(got).toEqual(sent);
    }),
  );
});

test("a chunk above the limit is cut, a frame above it is refused on both sides", () => {
  expect(encodeChunks(6, new Uint8Array(maxPayload + 1)).map((bytes) => bytes.length)).toEqual([maxPayload + 5, 6]);
  expect(() => encodeFrame(6, new Uint8Array(maxPayload + 1))).toThrow(FrameError);
  const tooLong = new Uint8Array(5);
  new DataView(tooLong.buffer).setUint32(1, maxPayload + 1);
  expect(() => createFrameReader()(tooLong)).toThrow(FrameError);
});
