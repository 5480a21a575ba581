import type { Command } from 'commander';
import type { CommandIo } from '../io/command-io.ts';

/** Tells the exit code of a command that has run. */
export type Finish = (exitCode: number) => void;

/**
 * Adds a command to the program. Commands load their code when they run: `telltale --help` must not pay
 * for the engine.
 */
export type AddCommand = (program: Command, io: CommandIo, finish: Finish) => void;
