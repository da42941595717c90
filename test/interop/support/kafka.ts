/** A Kafka broker that is its own controller (KRaft), from the artifacts of Maven, on loopback. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { installJava, makeFolder, resolveJava } from './install.js';
import { findFreePort } from './find-free-port.js';

export const KAFKA_VERSION = 'Maven org.apache.kafka:kafka_2.13 4.4.0';
const ARTIFACTS = ['org.apache.kafka:kafka_2.13:4.4.0'];

export interface Kafka {
  /** `127.0.0.1:<port>` */
  readonly broker: string;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The records of a topic, as text. */
  read(topic: string): Promise<string[]>;
}

export async function createKafka(): Promise<Kafka> {
  const classPath = await resolveJava('kafka', ARTIFACTS);
  const readTopic = await installJava('ReadTopic', ARTIFACTS);
  const folder = makeFolder(`kafka-${Date.now()}`);
  const port = await findFreePort();
  const controller = await findFreePort();
  const settings = join(folder, 'server.properties');
  writeFileSync(
    settings,
    `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:${controller}
log.dirs=${join(folder, 'data')}
offsets.topic.replication.factor=1
# An acknowledged record outlives the broker's death.
log.flush.interval.messages=1
`,
  );
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', settings, '--standalone'];
  const { status } = spawnSync('java', ['-cp', classPath, ...format], { stdio: 'ignore' });
  if (status !== 0) throw new Error('Kafka cannot format its folder.');
  let child: ChildProcess | undefined;
  return {
    broker: `127.0.0.1:${port}`,
    async start() {
      child = spawn('java', ['-Xmx512m', '-cp', classPath, 'kafka.Kafka', settings], { stdio: 'ignore' });
      for (let looks = 0; !(await isOpen(port)); looks++) {
        if (child.exitCode !== null || looks === 600) throw new Error('Kafka does not start.');
        await pause(100);
      }
    },
    async stop(signal = 'SIGTERM') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    read: async (topic) => (await readTopic([`127.0.0.1:${port}`, topic])).split('\n').filter(Boolean),
  };
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
