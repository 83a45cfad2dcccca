import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { Refusal } from '../../src/browser/client/refusal.ts';
import { pollPauseMs } from '../../src/browser/poll-pause.ts';
import { complain, type Io, printJson, printText } from '../io.ts';
import { addRemoteOptions, type RemoteOptions } from '../remote/options.ts';
import { withRemote } from '../remote/remote.ts';
import { examples } from '../run.ts';
import { readNews } from './get.ts';

const watch = (io: Io, options: RemoteOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    let shown: string | undefined;
    let etag = '';
    let shortest = 2;
    let newsAt = Date.now();
    for (let failures = 0; ; ) {
      try {
        const news = await readNews(remote, etag);
        failures = 0;
        if (news) {
          if (options.json) printJson(io, news.revision);
          else if (news.revision.value !== shown) printText(io, news.revision.value);
          shown = news.revision.value;
          etag = news.etag;
          shortest = news.pollSeconds;
          newsAt = Date.now();
        }
      } catch (error) {
        // Nothing was ever read: the address may be wrong.
        if (!(error instanceof Refusal) || shown === undefined) throw error;
        failures++;
        if (failures === 2) complain(io, error.message);
      }
      await sleep(pollPauseMs(failures, newsAt, shortest));
    }
  });

/** `npx --no saved-string watch` */
export const addWatch = (program: Command, io: Io): void => {
  addRemoteOptions(program.command('watch'))
    .description('Prints the string, and each new one within seconds, as an open page shows it. Ctrl-C ends it.')
    .addHelpText('after', examples('saved-string watch --local', 'saved-string watch --json | jq .value'))
    .action((options) => watch(io, options));
};
