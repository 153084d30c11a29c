#pragma once
/// Every measure, on features or pictures alone.
#include <agon/metric/classifier_score.hpp>
#include <agon/metric/correlation.hpp>
#include <agon/metric/frechet.hpp>
#include <agon/metric/kernel_distance.hpp>
#include <agon/metric/linear_svm.hpp>
#include <agon/metric/logistic_regression.hpp>
#include <agon/metric/modes.hpp>
#include <agon/metric/nearest.hpp>
#include <agon/metric/parzen.hpp>
#include <agon/metric/perceptual_distance.hpp>
#include <agon/metric/pixel_agreement.hpp>
#include <agon/metric/precision_recall.hpp>
#include <agon/metric/principal_colours.hpp>
