#include <doctest/doctest.h>

#include <agon/network.hpp>

using namespace agon;

TEST_CASE("describe<Net, In>() is a table of the layers") {
  using Net = Seq<NoBias<Conv<8, 4, 2>>, LeakyReLU<0.2>, Skip<Conv<16, 3>, BatchNorm>,
                  Named<"head", Seq<Flatten, Linear<1>>>>;
  CHECK(describe<Net, Image<3, 16, 16>>() ==
        R"(name       layer                  output         parameters  multiply-adds
           input                  3x16x16
0          NoBias<Conv<8,4,2,1>>  8x8x8                 384         24,576
1          LeakyReLU<0.2>         8x8x8                   0              0
2.model.0  Conv<16,3,1,1>         16x8x8              1,168         73,728
2.model.1  BatchNorm              16x8x8                 32              0
head.0     Flatten                1536 features           0              0
head.1     Linear<1>              1 feature           1,537          1,536
total                             1 feature           3,121         99,840
activations of one sample: 18,436 bytes
)");
}

TEST_CASE("thousands are set apart") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(54'413'955) == "54,413,955");
}
