/** One thing that time wakes. `run` says whether there may be more to do at once. */
export type Job = {
  name: string;
  everyMs: number;
  run(): Promise<boolean>;
  /** Resolves once what `run` left under way has ended. */
  idle?(): Promise<void>;
};

export type Timetable = { stop(): Promise<void> };

/** Runs each job again and again, never twice at the same time; a failing job is told and tried again. */
export function startJobs(jobs: readonly Job[], onFailure: (job: string, thrown: unknown) => void): Timetable {
  const stopping = new AbortController();
  const loops = jobs.map((job) => repeat(job, stopping.signal, onFailure));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
      await Promise.all(jobs.map((job) => job.idle?.()));
    },
  };
}

async function repeat(job: Job, signal: AbortSignal, onFailure: (job: string, thrown: unknown) => void): Promise<void> {
  while (!signal.aborted) {
    const more = await job.run().catch((thrown: unknown) => {
      onFailure(job.name, thrown);
      return false;
    });
    if (!more) await pause(job.everyMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
