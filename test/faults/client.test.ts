import { bareClient } from './bare-client';
import { describeFaults } from './describe-faults';

describeFaults(bareClient);
