import type { Context, Middleware } from '@microsoft/microsoft-graph-client';

/** One step on a request's way out; `next` takes the rest of the way and leaves the response in the context. */
export type Step = (context: Context, next: () => Promise<Response>) => Promise<Response>;

/** The steps in the form that the Graph SDK chains. */
export function chain(steps: readonly Step[]): Middleware[] {
  return steps.map(middlewareOf);
}

function middlewareOf(step: Step): Middleware {
  let following: Middleware | undefined;
  return {
    setNext(middleware) {
      following = middleware;
    },
    async execute(context) {
      context.response = await step(context, async () => {
        await following?.execute(context);
        return context.response ?? Response.error();
      });
    },
  };
}
