import * as z from "zod";

// The hub's content policy forbids making code from text, and zod would try. Must run before any schema is made.
z.config({ jitless: true });
