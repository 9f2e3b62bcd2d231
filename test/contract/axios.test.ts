import { axiosHttp } from '../../scripts/vivi/axios-http';
import { describeHttpContract } from './http-contract';

describeHttpContract('axios', () => axiosHttp);
