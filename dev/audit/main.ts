import { runAsProgram } from '../../tools/command-frame';
import { auditDependencies } from './audit-dependencies';

void runAsProgram(auditDependencies);
