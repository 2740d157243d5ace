package io.calotype.app;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import java.time.Clock;

/// The disk of the data folder, as the stores use it.
///
/// @param threads the threads of every operation
/// @param headroom frees space when it is full
/// @param clock the time of files
record LocalDisk(FileOperations files, DiskThreads threads, Headroom headroom, Clock clock) {}
